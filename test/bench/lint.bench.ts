import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { IncrementalBook } from '../../workflows/compile/incremental-book.js';
import { YAML_OPTIONS } from '../../workflows/language/compose-yaml.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import { NO_CONFIG } from '../../workflows/lint/lint-config.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { generatePlaybooks } from '../support/generate-playbooks.js';
import { median, timed, type Bench, type BenchResult } from './bench-result.js';
import { ROOT } from './real-history.js';

const ROUNDS = 7;
const PLAYBOOKS = 1_000;
const CLI = path.join(ROOT, 'apps', 'cli', 'sopwith.mjs');
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>console.error('peak '+process.resourceUsage().maxRSS))`;

function run(args: readonly string[], cwd = ROOT, most = 0): string {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
  if (status === null || status > most) throw new Error(`${args.join(' ')}: exit ${status}\n${stderr}`);
  return stderr;
}

function filesOf(folder: string): readonly SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ya?ml|hbs)$/.test(file))
    .map((file) => ({ path: file.replaceAll('\\', '/'), text: readFileSync(path.join(folder, file), 'utf8') }));
}

const shipped = () => filesOf(path.join(ROOT, 'playbooks'));

/** A thousand playbooks beside the shipped catalogue. */
function largeBook(): readonly SourceFile[] {
  const isCatalogue = ({ path: file, text }: SourceFile) =>
    file.endsWith('.yaml') && !file.endsWith('.playbook.yaml') && !/^kind: Solutions$/m.test(text);
  return [...shipped().filter(isCatalogue), ...generatePlaybooks(PLAYBOOKS, 1)];
}

/** Processor time of this process that some work takes, in milliseconds: other processes do not count. */
function processor(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Linting a thousand playbooks against parsing them, in turn in one process. */
async function ratio(files: readonly SourceFile[]): Promise<BenchResult> {
  const yamls = files.filter((file) => file.path.endsWith('.yaml'));
  const options = { ...YAML_OPTIONS, uniqueKeys: true, prettyErrors: false, logLevel: 'error' } as const;
  const parse = () => yamls.forEach(({ text }) => parseDocument(text, options));
  const lint = () => lintBook(files);
  const rounds: { ratio: number; yaml: number; lint: number; wall: number }[] = [];
  for (let round = 0; round < 5; round += 1) {
    const [yaml, own] = [processor(parse), processor(lint)];
    const [yamlWall, lintWall] = [await timed(parse), await timed(lint)];
    rounds.push({ ratio: own / yaml, yaml, lint: own, wall: lintWall / yamlWall });
  }
  const [first] = rounds;
  const errors = lint().errors;
  if (errors > 0) throw new Error(`the generated book has ${errors} errors`);
  const of = (key: 'ratio' | 'yaml' | 'lint' | 'wall') => median(rounds.map((one) => one[key]));
  return {
    name: `lint of ${PLAYBOOKS} playbooks against parsing their YAML alone`,
    figure: of('ratio'),
    unit: 'x',
    target: 4,
    detail: `${of('lint').toFixed(0)} ms against ${of('yaml').toFixed(0)} ms of processor time, median of ${rounds.length} in turn; the first round, cold, ${first?.ratio.toFixed(1)} x; by the clock ${of('wall').toFixed(1)} x`,
  };
}

/** The command on a folder on disk, as a process of its own. */
async function onDisk(files: readonly SourceFile[]): Promise<readonly BenchResult[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sopwith-lint-'));
  try {
    for (const { path: file, text } of files) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    let peak = 0;
    const time = await timed(() => {
      const told = run(['--import', TELL_MEMORY, CLI, 'lint', '.', '--format', 'json'], folder);
      peak = Number(/peak (\d+)/.exec(told)?.[1] ?? Number.NaN) / 1_024;
    });
    return [
      {
        name: `peak memory of sopwith lint on ${PLAYBOOKS} playbooks`,
        figure: peak,
        unit: 'MiB',
        target: 300,
        detail: `resident set of the whole process, ${files.length} files on disk, ${(time / 1_000).toFixed(1)} s`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function wholeProcess(): Promise<readonly BenchResult[]> {
  const one = path.join('playbooks', 'adoption', 'usage_drop_rescue.playbook.yaml');
  const times = { file: [] as number[], folder: [] as number[], empty: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.file.push(await timed(() => run([CLI, 'lint', one])));
    times.folder.push(await timed(() => run([CLI, 'lint', 'playbooks'])));
    times.empty.push(await timed(() => run(['-e', '0'])));
  }
  const empty = median(times.empty);
  const result = (name: string, figures: readonly number[], target: number): BenchResult => ({
    name,
    figure: median(figures),
    unit: 'ms',
    target,
    detail: `start-up included, ${(median(figures) / empty).toFixed(1)}x an empty Node process (${empty.toFixed(0)} ms), median of ${ROUNDS} in turn`,
  });
  return [
    result('sopwith lint of one playbook, cold', times.file, 400),
    result('sopwith lint playbooks, cold', times.folder, 1_500),
  ];
}

/** A keystroke in a playbook of 300 lines in a book of the shipped size, as the language server answers it. */
async function keystroke(): Promise<BenchResult> {
  const book = shipped();
  const own = book.find(({ path: file }) => file.endsWith('usage_drop_rescue.playbook.yaml'));
  if (!own) throw new Error('the shipped playbook is not there');
  const lines = own.text.trimEnd().split('\n');
  const tests = lines.slice(lines.indexOf('tests:') + 1);
  for (let copy = 1; lines.length < 300; copy += 1)
    lines.push(...tests.map((line) => line.replace(/^( {2}- name: .*)$/, `$1 (${copy})`)));
  const text = `${lines.slice(0, 300).join('\n')}\n`;
  const others = book.filter((file) => file !== own);
  const server = new IncrementalBook();
  const times: number[] = [];
  for (let stroke = 0; stroke < 300; stroke += 1) {
    // A letter more in the goal, in a condition, in a key: right, wrong and broken texts in turn.
    const at = text.indexOf(['goal:', 'when:', 'steps:'][stroke % 3] ?? '') + 5 + (stroke % 7);
    const files = [...others, { path: own.path, text: `${text.slice(0, at)}x${text.slice(at)}` }];
    times.push(await timed(() => lintBook(files, NO_CONFIG, server.compile(files))));
  }
  const warm = times.slice(30).sort((a, b) => a - b);
  const slowest = warm[Math.floor(warm.length * 0.95)] ?? Number.NaN;
  return {
    name: 'lint again after a keystroke in 300 lines',
    figure: median(warm),
    unit: 'ms',
    target: 20,
    detail: `median of ${warm.length} keystrokes in the shipped book of ${book.length} files, 95% within ${slowest.toFixed(1)} ms`,
  };
}

/** The linter: as a command, on a large book, and after every keystroke. */
export const lintBench: Bench = async () => {
  const files = largeBook();
  return [await ratio(files), ...(await onDisk(files)), ...(await wholeProcess()), await keystroke()];
};
