import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
  type CodeAction,
  type CompletionItem,
  type Hover,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextEdit,
} from 'vscode-languageserver/node';

const FILE = 'adoption/usage_drop_rescue.playbook.yaml';

let box: string;
let server: ChildProcessWithoutNullStreams;
let editor: ProtocolConnection;
let uri: string;
let text: string;
const told: PublishDiagnosticsParams[] = [];

/** The next diagnostics of the file. */
async function next(after: () => Promise<unknown>): Promise<PublishDiagnosticsParams> {
  const before = told.length;
  await after();
  for (;;) {
    const found = told.slice(before).find((one) => one.uri === uri);
    if (found) return found;
    await new Promise((done) => setTimeout(done, 5));
  }
}

const notify = (method: string, params: unknown): Promise<unknown> => editor.sendNotification(method, params);
const change = (now: string): Promise<unknown> =>
  notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: now }] });
/** The position behind the first occurrence of a text. */
function behind(part: string, of = text): { line: number; character: number } {
  const lines = of.slice(0, of.indexOf(part) + part.length).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

beforeEach(async () => {
  box = mkdtempSync(join(tmpdir(), 'sopwith-lsp-'));
  cpSync('playbooks', box, { recursive: true });
  uri = pathToFileURL(join(box, FILE)).href;
  text = readFileSync(join(box, FILE), 'utf8');
  told.length = 0;
  server = spawn(process.execPath, [resolve('apps/cli/sopwith.mjs'), 'lsp', '--stdio'], { cwd: box });
  editor = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  editor.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    told.push(params);
  });
  editor.listen();
  await editor.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(box).href,
    capabilities: {},
    locale: 'zh-cn',
  });
  await notify('initialized', {});
  await next(() => notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } }));
}, 30_000);

afterEach(async () => {
  const ended = new Promise((done) => server.once('exit', done));
  await editor.sendRequest('shutdown');
  await notify('exit', undefined);
  expect(await ended).toBe(0);
  editor.dispose();
  rmSync(box, { recursive: true, force: true });
}, 30_000);

describe('the language server', () => {
  test('a shipped playbook has no mistakes; a typo is told at its place, and gone when it is mended', async () => {
    expect(told.find((one) => one.uri === uri)?.diagnostics).toEqual([]);
    const typo = text.replace('wow_drop(logins)', 'wow_drop(loginz)');
    const { diagnostics } = await next(() => change(typo));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: 'unknown-name', severity: 1, source: 'sopwith' });
    expect(diagnostics[0]?.range.end).toEqual(behind('wow_drop(loginz', typo));
    expect((await next(() => change(text))).diagnostics).toEqual([]);
  });

  test('a mistake with one obvious answer has a quick fix that mends it', async () => {
    const typo = text.replace('wow_drop(logins)', 'wow_drop(loginz)');
    const { diagnostics } = await next(() => change(typo));
    const range = diagnostics[0]?.range;
    const actions = await editor.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics },
    });
    expect(actions[0]?.edit?.changes?.[uri]).toEqual([{ range, newText: 'logins' }]);
  });

  test('completion offers exactly the verbs of a step, in the language of the editor', async () => {
    const now = `${text.slice(0, text.indexOf('steps:'))}steps:\n  - id: a\n    `;
    await next(() => change(now));
    const items = await editor.sendRequest<CompletionItem[]>('textDocument/completion', {
      textDocument: { uri },
      position: behind('- id: a\n    ', now),
    });
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['email', 'task', 'parallel', 'when']));
    expect(JSON.stringify(items.find(({ label }) => label === 'wait')?.documentation)).toMatch(/[\u4e00-\u9fff]/);
  });

  test('hover explains a key', async () => {
    const hover = await editor.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position: behind('holdout'),
    });
    expect(JSON.stringify(hover?.contents)).toContain('holdout');
  });

  test('formatting lays the file out as fmt does; a file with mistakes in its YAML is left alone', async () => {
    const request = (): Promise<TextEdit[]> =>
      editor.sendRequest('textDocument/formatting', { textDocument: { uri }, options: {} });
    await next(() => change(text.replace('id: settle\n    wait: 7d', 'wait: 7d\n    id: settle')));
    expect((await request()).map(({ newText }) => newText)).toEqual([text]);
    await next(() => change('a: [b'));
    expect(await request()).toEqual([]);
  });

  test('a file that is no playbook, and a file that is not saved yet, are served without a word too much', async () => {
    uri = pathToFileURL(join(box, 'adoption/new.playbook.yaml')).href;
    const { diagnostics } = await next(() =>
      notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text: '' } }),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['empty-file']);
  });
});
