import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import type { Duration, DurationUnit } from '../../../workflows/model/time.js';
import type { AnswerBehaviour, Autopilot, Behaviour, InAppBehaviour } from '../../../workflows/simulate/behaviour/autopilot.js';

/** An autopilot file that cannot be used; one line per problem, each with its place. */
export class AutopilotError extends Error {
  readonly code = 'bad-autopilot';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'AutopilotError';
  }
}

const LARGEST = 256 * 1024;
const SHARE = /^(\d{1,3}(?:\.\d+)?)%$/;
const DURATION = /^(\d{1,5})(min|h|d|bd|w|mo)$/;

/**
 * Reads an autopilot file.
 * @throws AutopilotError naming file, line, what is wrong and what to write.
 */
export function parseAutopilot(file: string, text: string): Autopilot {
  if (text.length > LARGEST) throw new AutopilotError([`${file}: larger than 256 KB; an autopilot file lists a few people`]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, merge: false });
  const reader = new Reader(file, lines, document);
  for (const fault of [...document.errors, ...document.warnings])
    reader.problem(fault.pos[0], fault.message.split('\n')[0] ?? 'not YAML');
  const autopilot = reader.problems.length === 0 ? reader.read() : null;
  if (!autopilot || reader.problems.length > 0) throw new AutopilotError(reader.problems);
  return autopilot;
}

class Reader {
  readonly problems: string[] = [];

  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
    private readonly document: Document.Parsed,
  ) {}

  problem(offset: number, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.problems.push(`${this.file}:${line}:${col} ${message}`);
  }

  read(): Autopilot | null {
    const root = this.document.contents;
    if (!isMap(root)) {
      this.problem(0, 'expected `kind: Autopilot` and the people below it');
      return null;
    }
    this.known(root, ['kind', 'seed', 'csms', 'default', 'in_app', 'questions']);
    const kind = root.get('kind') as unknown;
    if (kind !== 'Autopilot')
      this.at(root.get('kind', true) ?? root, `kind is ${JSON.stringify(kind ?? null)}, expected Autopilot`);
    const seed = root.get('seed') as unknown;
    if (typeof seed !== 'number' && typeof seed !== 'string')
      this.at(
        root.get('seed', true) ?? root,
        'seed is missing: write a number such as `seed: 7`, so that a replay can be repeated',
      );
    const people: Record<string, Behaviour> = {};
    for (const [id, node] of this.entries(root, 'csms')) {
      const behaviour = this.behaviour(node, `csms.${id}`);
      if (behaviour) people[id] = behaviour;
    }
    const otherwise = root.has('default') ? this.behaviour(root.get('default', true) as Node, 'default') : null;
    const questions = root.has('questions') ? this.questions(root.get('questions', true) as Node) : null;
    return {
      seed: String(seed),
      people,
      otherwise,
      inApp: root.has('in_app') ? this.inApp(root.get('in_app', true) as Node) : null,
      ...(questions ? { questions } : {}),
    };
  }

  private behaviour(node: Node, where: string): Behaviour | null {
    if (!isMap(node)) return this.at(node, `${where}: expected closes, after, note and outcomes, or \`never: true\``);
    this.known(node, ['closes', 'after', 'note', 'outcomes', 'never']);
    if (node.has('never')) {
      if (node.get('never') === true && node.items.length === 1) return { never: true };
      return this.at(node, `${where}: \`never: true\` stands alone`);
    }
    const after = node.get('after', true);
    const span =
      isSeq(after) && after.items.length === 2 ? after.items.map((item) => this.duration(item as Node, `${where}.after`)) : null;
    if (!span)
      this.at((after as Node | undefined) ?? node, `${where}.after: expected the earliest and the latest moment, e.g. [2h, 1bd]`);
    const note = (node.get('note') ?? '') as unknown;
    if (typeof note !== 'string') this.at(node, `${where}.note: expected a text`);
    const outcomes: Record<string, number> = {};
    for (const [word, share] of this.entries(node, 'outcomes')) outcomes[word] = this.share(share, `${where}.outcomes.${word}`);
    const closes = this.share(node.get('closes', true) as Node | undefined, `${where}.closes`, node);
    const [from, to] = span ?? [];
    if (!from || !to) return null;
    return { never: false, closes, after: [from, to], note: String(note), outcomes };
  }

  private inApp(node: Node): InAppBehaviour | null {
    if (!isMap(node)) return this.at(node, 'in_app: expected { seen: 60%, within: 2d, dismissed: 20% }');
    this.known(node, ['seen', 'within', 'dismissed']);
    const within = this.duration(node.get('within', true) as Node | undefined, 'in_app.within', node);
    const seen = this.share(node.get('seen', true) as Node | undefined, 'in_app.seen', node);
    const dismissed = node.has('dismissed') ? this.share(node.get('dismissed', true) as Node, 'in_app.dismissed') : 0;
    return within ? { seen, within, dismissed } : null;
  }

  private questions(node: Node): AnswerBehaviour | null {
    if (!isMap(node)) return this.at(node, 'questions: expected { answered: 60%, within: 3d, answers: { yes: 70% } }');
    this.known(node, ['answered', 'within', 'answers']);
    const within = this.duration(node.get('within', true) as Node | undefined, 'questions.within', node);
    const answered = this.share(node.get('answered', true) as Node | undefined, 'questions.answered', node);
    const answers: Record<string, number> = {};
    for (const [word, share] of this.entries(node, 'answers')) answers[word] = this.share(share, `questions.answers.${word}`);
    return within ? { answered, within, answers } : null;
  }

  private share(node: Node | undefined, where: string, parent?: Node): number {
    const value: unknown = isScalar(node) ? node.value : undefined;
    const percent = typeof value === 'string' ? Number(SHARE.exec(value)?.[1] ?? NaN) : NaN;
    if (percent >= 0 && percent <= 100) return percent / 100;
    const shown = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    this.at(node ?? parent, `${where} ${shown}: expected a percent from 0% to 100%, e.g. 80%`);
    return 0;
  }

  private duration(node: Node | undefined, where: string, parent?: Node): Duration | null {
    const value: unknown = isScalar(node) ? node.value : undefined;
    const match = typeof value === 'string' ? DURATION.exec(value) : null;
    if (match) return { amount: Number(match[1]), unit: match[2] as DurationUnit };
    const shown = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    return this.at(node ?? parent, `${where} ${shown}: expected a duration with a unit (min, h, d, bd, w, mo), e.g. 2h or 1bd`);
  }

  private entries(map: YAMLMap, key: string): [string, Node][] {
    if (!map.has(key)) return [];
    const node = map.get(key, true) as unknown as Node;
    if (isMap(node))
      return node.items.map((item) => [String(isScalar(item.key) ? item.key.value : item.key), item.value as Node]);
    this.at(node, `${key}: expected names with values below them`);
    return [];
  }

  private known(map: YAMLMap, keys: readonly string[]): void {
    for (const { key } of map.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!keys.includes(name)) this.at(key as Node, `unknown key "${name}": expected one of ${keys.join(', ')}`);
    }
  }

  private at(node: unknown, message: string): null {
    const range = (node as Node | undefined)?.range;
    this.problem(range?.[0] ?? 0, message);
    return null;
  }
}
