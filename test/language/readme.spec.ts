import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { formatDiagnostic } from '../../workflows/language/format-diagnostic.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { runPlaybookTest } from '../../workflows/simulate/run-playbook-test.js';
import { exampleBook } from '../support/example-book.js';
import { readmeBlocks, templatesNamed, type ReadmeBlock } from '../support/readme-blocks.js';
import { repositoryText, shippedBook } from '../support/readme-book.js';

const root = path.resolve(import.meta.dirname, '../..');
const SKIPPED = ['node_modules', 'dist', '.git', '.sopwith', 'generated'];

function readmes(folder = ''): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.includes(entry.name) ? [] : readmes(file);
    return entry.name === 'README.md' ? [file] : [];
  });
}

const shipped = shippedBook();

/** Lints files together with the rest of a book and runs the tests written in them: what is wrong, in words. */
function complaints(files: readonly SourceFile[], book: readonly SourceFile[]): readonly string[] {
  const own = new Set(files.map(({ path: file }) => file));
  const { diagnostics, playbooks, catalogue } = compileBook([...book.filter(({ path: file }) => !own.has(file)), ...files]);
  const told = diagnostics.filter(({ file }) => own.has(file)).map((one) => formatDiagnostic(one));
  const failed = playbooks
    .filter(({ file }) => own.has(file))
    .flatMap(({ plan, tests }) =>
      tests.flatMap((one) => {
        if (!catalogue) return ['the book has no catalogue'];
        const { status, name, differences } = runPlaybookTest(plan, catalogue, one);
        return status === 'failed' ? [`test "${name}": ${JSON.stringify(differences)}`] : [];
      }),
    );
  return [...told, ...failed];
}

/** Lines of a shipped file, in its order, with `# ...` for what is left out. */
function isExcerpt(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '# ...');
  return shipped.some((file) => {
    let at = 0;
    const there = file.text.split('\n');
    return lines.every((line) => {
      const found = there.indexOf(line, at);
      at = found + 1;
      return found >= 0;
    });
  });
}

function judge({ about, text }: ReadmeBlock, number: number): readonly string[] {
  if (about === 'fragment') {
    const book = exampleBook(text);
    const names = book.filter(({ text: whole }) => whole.includes(text.trimEnd().split('\n')[0] ?? ''));
    return complaints([...names, ...templatesNamed(text, 'book/adoption')], book);
  }
  const kind: unknown = parseDocument(text, { version: '1.2' }).get('kind');
  if (typeof kind !== 'string') return isExcerpt(text) ? [] : ['neither a file, nor a fragment, nor lines of a shipped file'];
  const folder = `playbooks/readme_${number}`;
  return complaints([{ path: `${folder}/sample.yaml`, text }, ...templatesNamed(text, folder)], shipped);
}

describe('every YAML in a README is right', () => {
  const blocks = readmes().flatMap((file) => readmeBlocks(repositoryText(file)).map((block) => ({ file, block })));
  const whole = blocks.filter(({ block }) => !block.about.startsWith('title='));

  test('there are some', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(8);
  });

  test.each(whole.map(({ file, block }, index) => [`${file}:${block.line}`, block, index] as const))(
    '%s',
    (_name, block, index) => {
      expect(judge(block, index)).toEqual([]);
    },
  );

  const titled = [...new Set(blocks.filter(({ block }) => block.about.startsWith('title=')).map(({ file }) => file))];

  test.each(titled)('%s: the files it writes piece by piece', (file) => {
    const pieces = new Map<string, string>();
    for (const [, title = '', text = ''] of repositoryText(file).matchAll(/^```\w+ title=(\S+)\n([^]*?)^```/gm))
      pieces.set(title, (pieces.get(title) ?? '') + text);
    const files = [...pieces].map(([name, text]) => ({ path: `playbooks/readme/${name}`, text }));
    expect(complaints(files, shipped)).toEqual([]);
  });

  test('a wrong line would be told', () => {
    const [sample] = blocks.filter(({ file }) => file === 'workflows/language/README.md');
    const broken = (from: string, to: string) => ({
      ...(sample as { block: ReadmeBlock }).block,
      text: (sample?.block.text ?? '').replace(from, to),
    });
    expect(judge(broken('assign:', 'asign:'), 1).join()).toContain('[unknown-key]');
    expect(judge(broken('because: wow_drop', 'because: wow_rise'), 1).join()).toContain('[unknown-reference]');
    expect(judge(broken('logins: [400, 400, 390, 120]', 'logins: [400, 400, 180, 80]'), 1).join()).toContain('test "');
    expect(judge({ line: 1, about: '', text: 'steps: []\n' }, 1)).toHaveLength(1);
    expect(judge({ line: 1, about: 'fragment', text: 'goal: Half of the seats are open in a month\n' }, 1)).toEqual([]);
    expect(judge({ line: 1, about: 'fragment', text: 'enroll: { nevr: [account.muted] }\n' }, 1).join()).toContain(
      '[unknown-key]',
    );
  });
});
