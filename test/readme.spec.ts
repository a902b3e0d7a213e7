import { readFileSync, readdirSync, existsSync } from 'node:fs';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { main } from '../apps/cli/main.js';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

function readmes(folder = ''): string[] {
  const skipped = ['node_modules', 'dist', '.git', '.sopwith', 'generated', '.tmp'];
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.includes(entry.name) ? [] : readmes(file);
    return entry.name === 'README.md' ? [file] : [];
  });
}

async function help(...command: string[]): Promise<string> {
  let text = '';
  const into = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  await main([...command, '--help'], { stdin: new PassThrough(), stdout: into, stderr: into }, {});
  return text;
}

describe('the root README', () => {
  const readme = read('README.md');

  test('explains lines that are in the shipped playbook, in its order', () => {
    const [, file = '', sample = ''] = /`(playbooks\/\S+\.playbook\.yaml)`[^]*?```yaml\n([^]*?)```/.exec(readme) ?? [];
    const shipped = read(file).split('\n');
    let at = 0;
    const lines = sample.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '# ...');
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      const found = shipped.indexOf(line, at);
      expect({ line, inFile: found >= 0 }).toEqual({ line, inFile: true });
      at = found + 1;
    }
  });

  test('names every command in its table', async () => {
    const commands = [...(/Commands:([^]*?)Example:/.exec(await help())?.[1] ?? '').matchAll(/^ {2}([a-z]+) /gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help');
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) expect(readme).toMatch(new RegExp(`^\\| \`${command}\\b`, 'm'));
  });

  test('stays short', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(180);
  });
});

describe('every README', () => {
  const files = readmes();

  test.each(files)('%s: commands, options, scripts and links exist', async (file) => {
    const text = read(file).replace(/\\\n\s*/g, ' ');
    const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
    for (const [, script = ''] of text.matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, line = ''] of text.matchAll(/npx sopwith ([^`\n#|]+)/g)) {
      const words = line.trim().split(/\s+/);
      const command = words.slice(0, ['task', 'temporal'].includes(words[0] ?? '') ? 2 : 1);
      const about = await help(...command);
      expect(about).toContain(`Usage: sopwith ${command.join(' ')}`);
      for (const option of words.filter((word) => word.startsWith('--')))
        expect({ line, about }).toMatchObject({ about: expect.stringContaining(option) });
    }
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect({ link, exists: existsSync(path.join(root, path.dirname(file), link)) }).toEqual({ link, exists: true });
    }
  });
});
