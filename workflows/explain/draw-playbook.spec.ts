import { describe, expect, test } from '@jest/globals';
import { EVERY_VERB_PLAN } from '../../test/support/every-verb-plan.js';
import type { Plan } from '../model/plan.js';
import { drawPlaybook } from './draw-playbook.js';

const NODE = /^ {2}(n\d+)(?:\(\["(.*)"\]\)|\["(.*)"\]|\{"(.*)"\}|\(\("(.*)"\)\)|>"(.*)"\])$/;
const EDGE = /^ {2}(n\d+) -->(?:\|"(.*)"\|)? (n\d+)$/;
const NOTE = /^ {2}(n\d+) -\.- (n\d+)$/;

interface Chart {
  readonly nodes: ReadonlyMap<string, string>;
  readonly edges: readonly (readonly [string, string])[];
}

/** Reads a flowchart back; a line that is neither a node nor an edge is a fault. */
function read(chart: string): Chart {
  const [head, ...lines] = chart.trimEnd().split('\n');
  expect(head).toBe('flowchart TD');
  const nodes = new Map<string, string>();
  const edges: (readonly [string, string])[] = [];
  const labels: string[] = [];
  for (const line of lines) {
    const node = NODE.exec(line);
    const edge = EDGE.exec(line) ?? NOTE.exec(line);
    expect([line, node !== null || edge !== null]).toEqual([line, true]);
    if (node) {
      const label = node.slice(2).find((part) => part !== undefined) ?? '';
      expect(nodes.has(node[1] ?? '')).toBe(false);
      nodes.set(node[1] ?? '', label);
      labels.push(label);
    } else if (edge) {
      edges.push([edge[1] ?? '', edge.at(-1) ?? '']);
      if (edge.length === 4) labels.push(edge[2] ?? '');
    }
  }
  for (const [from, to] of edges) expect([nodes.has(from), nodes.has(to)]).toEqual([true, true]);
  for (const label of labels) {
    // Without entity codes and our own line breaks nothing is left that Mermaid could take for its own.
    expect(label.replace(/#\d+;/g, '').replaceAll('<br/>', '')).not.toMatch(/["[\](){}<>;#&`|\\]/);
  }
  return { nodes, edges };
}

describe('a playbook as a flowchart', () => {
  test.each(['en', 'zh'] as const)('every node is defined, every edge leads from a node to a node (%s)', (locale) => {
    const { nodes, edges } = read(drawPlaybook({ plan: EVERY_VERB_PLAN, templates: {}, catalogue: null }, locale));
    const labels = [...nodes.values()];
    for (const id of EVERY_VERB_PLAN.order)
      expect(labels.filter((label) => label === id || label.startsWith(`${id}<br/>`))).toHaveLength(1);
    // Everything but the note can be reached from the start, and goes on until the end.
    const reach = (from: string, step: (edge: readonly [string, string]) => readonly [string, string]): Set<string> => {
      const seen = new Set([from]);
      for (const node of seen) for (const [a, b] of edges.map(step)) if (a === node) seen.add(b);
      return seen;
    };
    const note = [...nodes].find(([, label]) => label.includes('recovered'))?.[0] ?? '';
    expect(reach('n0', (edge) => edge).size).toBe(nodes.size - 1);
    expect(reach('n1', ([from, to]) => [to, from])).toEqual(new Set(nodes.keys()));
    expect(edges.filter(([from]) => from === note)).toHaveLength(1);
  });

  test('three lanes and three cases', () => {
    const chart = drawPlaybook({ plan: EVERY_VERB_PLAN, templates: {}, catalogue: null }, 'en');
    for (const text of ['|"users"|', '|"owner"|', '|"idle"|', '|"otherwise"|', 'all lanes ended']) expect(chart).toContain(text);
  });

  const HOSTILE =
    'x"] --> evil; subgraph "y" [z] (a) {b} <script>alert(1)</script> #quot; `end` | %%{init} \\ \n end\n click n0 "javascript:x"';

  test('whatever an author writes stays inside its label', () => {
    const steps = Object.fromEntries(
      Object.entries(EVERY_VERB_PLAN.steps).map(([id, step]) => [
        id,
        step.verb === 'task'
          ? { ...step, title: { en: HOSTILE } }
          : step.verb === 'chat'
            ? { ...step, message: { en: HOSTILE } }
            : step,
      ]),
    );
    const hostile: Plan = {
      ...EVERY_VERB_PLAN,
      title: { en: HOSTILE },
      steps: { ...steps, mark: { id: HOSTILE, next: 'usage', verb: 'set', attribute: HOSTILE, to: HOSTILE } },
      exits: [{ id: HOSTILE, as: 'lost', when: null, after: null, event: HOSTILE }],
      start: { kind: 'event', event: HOSTILE, when: null },
    };
    const plain = read(drawPlaybook({ plan: EVERY_VERB_PLAN, templates: {}, catalogue: null }, 'en'));
    const { nodes, edges } = read(drawPlaybook({ plan: hostile, templates: {}, catalogue: null }, 'en'));
    expect([nodes.size, edges.length]).toEqual([plain.nodes.size, plain.edges.length]);
  });

  test('a plan with holes ends all the same', () => {
    read(drawPlaybook({ plan: { ...EVERY_VERB_PLAN, first: 'nowhere' }, templates: {}, catalogue: null }, 'en'));
    read(
      drawPlaybook({ plan: { ...EVERY_VERB_PLAN, first: null, verify: null, exits: [] }, templates: {}, catalogue: null }, 'zh'),
    );
  });
});
