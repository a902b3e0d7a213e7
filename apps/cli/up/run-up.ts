import { join, resolve } from 'node:path';
import { packageRoot } from '../../package-root.js';
import { readBooks } from '../book-files.js';
import type { Cli } from '../cli.js';
import { Interrupted, missing } from '../failure.js';
import type { PartEvent } from '../local-stack/part.js';
import { startStack, type StackHandle } from '../local-stack/stack.js';
import { textTable } from '../text-table.js';
import { loadDemoBook } from './load-demo-book.js';

/** A new demo book's first sweeps look back at some days, so that it is not silent until tomorrow. */
const FIRST_DAYS_BACK = 12;

export interface UpOptions {
  readonly home?: string;
  readonly port?: number;
  readonly demo: boolean;
  readonly newKey?: true;
  readonly json?: true;
  readonly playbooks?: string;
}

/** Runs the local stack until Ctrl-C. @throws CliFailure when it cannot start, or a part cannot be kept alive. */
export async function runUp(cli: Cli, options: UpOptions): Promise<void> {
  try {
    await serve(cli, options);
  } catch (error) {
    // Ctrl-C while it starts is a wish like any other.
    if (!(error instanceof Interrupted)) throw error;
  }
  cli.terminal.note('Stopped. Everything is kept; start again with: npm start');
}

async function serve(cli: Cli, options: UpOptions): Promise<void> {
  const { terminal } = cli;
  const given = cli.environment();
  const environment = options.port === undefined ? given : { ...given, port: options.port, portGiven: true };
  const started = Date.now();
  const home = resolve(options.home ?? environment.home);
  const playbooks = options.playbooks ?? join(packageRoot(), 'playbooks');
  // A wrong folder is told before two servers are started for it.
  readBooks([playbooks]);
  const stack = await startStack({
    home,
    environment,
    machine: cli.machine,
    scratch: false,
    newKey: options.newKey === true,
    playbooks,
    prepare: async (db) => {
      if (!options.demo) return;
      const now = Date.now() - FIRST_DAYS_BACK * 86_400_000;
      await loadDemoBook(db, { today: new Date(), now, home, onProgress: (text) => terminal.progress(text) });
    },
    ...(options.demo ? { firstDaysBack: FIRST_DAYS_BACK } : {}),
    ...(environment.autopilot === null ? {} : { autopilot: environment.autopilot }),
    signal: cli.interrupted,
    onProgress: (text) => terminal.progress(text),
    onPartEvent: (event) => tellPartEvent(cli, event),
  });
  cli.onForce(() => stack.abort());
  try {
    if (options.json) terminal.json(addresses(stack));
    else printTable(cli, stack, (Date.now() - started) / 1_000);
    const outcome = await Promise.race([stack.failed, untilInterrupted(cli.interrupted)]);
    if (outcome !== null) {
      throw missing(
        'part-failed',
        `The ${outcome.part} could not be kept alive: it ${outcome.how}; its last lines:\n${outcome.lastLines}`,
        `Its whole log is ${join(stack.home.logs, `${outcome.part}.log`)}`,
      );
    }
    terminal.note('\nStopping: the worker finishes what it is doing (Ctrl-C again forces) ...');
  } finally {
    await stack.stop();
  }
}

function untilInterrupted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    // An idle terminal must not let the process end: the stack's own handles are all unreferenced.
    const keepAlive = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(keepAlive);
      resolve(null);
    });
  });
}

/** What `up --json` says once everything answers. */
function addresses(stack: StackHandle): Readonly<Record<string, unknown>> {
  const { apiUrl, mailUrl, temporalUiUrl, seeded } = stack;
  const { apiKey, playbooks } = seeded;
  return { apiUrl, docsUrl: `${apiUrl}/docs`, mailUrl, temporalUiUrl, home: stack.home.folder, apiKey, playbooks };
}

function printTable(cli: Cli, stack: StackHandle, seconds: number): void {
  const { terminal } = cli;
  const { color } = terminal;
  const rows = [
    ['API', stack.apiUrl],
    ['OpenAPI page', `${stack.apiUrl}/docs`],
    ...(stack.mailUrl === null ? [] : [['Mail catcher', stack.mailUrl]]),
    ...(stack.temporalUiUrl === null ? [] : [["Temporal's UI", stack.temporalUiUrl]]),
    ['Data folder', stack.home.folder],
  ];
  terminal.print(`\n${color.bold('Sopwith is up')} (${seconds.toFixed(1)} s)\n`);
  terminal.print(textTable([], rows, '  '));
  const { apiKey, playbooks } = stack.seeded;
  if (apiKey !== null) {
    terminal.print(`\n  ${color.bold('API key')}  ${apiKey}`);
    terminal.print(color.dim('  Shown this once; only its hash is stored. Send it as: Authorization: Bearer <key>'));
  }
  terminal.print(
    `\n  ${playbooks.length} playbooks published: ${playbooks.map(({ id, version }) => `${id} v${version}`).join(', ')}`,
  );
  terminal.print(
    color.dim('  In another terminal: npx sopwith runs | tasks | report. Ctrl-C stops everything, the data stays.\n'),
  );
}

/** Says what happened to a part, with its last words. */
export function tellPartEvent(cli: Cli, event: PartEvent): void {
  const { terminal } = cli;
  if (event.type === 'restarted') {
    terminal.note(`${terminal.errorColor.green(event.part)} runs again.`);
    return;
  }
  if (event.type === 'given_up') return;
  const lines = event.lastLines === '' ? '' : `\n${event.lastLines.replace(/^/gm, '    ')}`;
  terminal.note(
    `${terminal.errorColor.red(event.part)} ${event.how}; starting it again in ${event.restartInMs / 1_000} s.${lines}`,
  );
}
