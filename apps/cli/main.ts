import { Command, CommanderError } from 'commander';
import { EnvironmentError, machineEnvironment, readEnvironment, type Environment } from '../environment.js';
import type { Cli } from './cli.js';
import { COMMANDS, HIDDEN_COMMANDS } from './commands/all-commands.js';
import { version, writeCrashReport } from './crash-report.js';
import { CliFailure, EXIT, Interrupted } from './failure.js';
import { listenForInterrupts } from './interrupts.js';
import { Terminal, type TerminalStreams } from './terminal.js';

const ABOUT = `SOP playbooks for customer success: written as YAML, run as durable workflows, audited like a flight recorder.

Exit codes: 0 done and fine; 1 done, but it found something (lint errors, failed tests); 2 used wrongly; 3 something it needs is missing or does not answer; 70 a bug of ours (with a report file); 130 ended by Ctrl-C before it was done.`;

/**
 * The `sopwith` command.
 * @param argv arguments without node and script.
 * @returns the exit code; never throws.
 */
export async function main(
  argv: readonly string[],
  streams: TerminalStreams,
  machine: Readonly<Record<string, string | undefined>> = machineEnvironment(),
): Promise<number> {
  const terminal = new Terminal(streams, machine);
  // `sopwith runs | head` closes our output early: not an error.
  streams.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
  });
  const wantsJson = argv.includes('--json');
  const interrupts = listenForInterrupts((code) => process.exit(code));
  let code: number = EXIT.done;
  let known: Environment | null = null;
  const cli: Cli = {
    terminal,
    machine,
    environment: () => (known ??= readEnvironment(machine)),
    interrupted: interrupts.signal,
    onForce: (abort) => interrupts.onForce(abort),
    run:
      (work) =>
      async (...args) => {
        code = await work(...args);
      },
  };
  const crash = (error: unknown) => {
    code = tellFailure(error, terminal, wantsJson, argv);
    process.exit(code);
  };
  process.on('uncaughtException', crash);
  try {
    await program(cli).parseAsync(argv, { from: 'user' });
  } catch (error) {
    code = tellFailure(error, terminal, wantsJson, argv);
  } finally {
    interrupts.dispose();
    process.off('uncaughtException', crash);
  }
  return code;
}

function program(cli: Cli): Command {
  const { streams, color } = cli.terminal;
  const root = new Command('sopwith')
    .description(ABOUT)
    .version(version(), '-V, --version')
    .helpCommand(true)
    .showSuggestionAfterError(true)
    .addHelpText('after', '\nExample:\n  npx sopwith lint playbooks && npx sopwith test playbooks\n');
  const settle = (command: Command, path: string) => {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, `${cli.terminal.errorColor.red('error:')} `)),
      getOutHelpWidth: () => cli.terminal.width,
      getOutHasColors: () => color.isColorSupported,
    });
    command.showHelpAfterError(`(see ${path} --help)`);
    for (const child of command.commands) settle(child, `${path} ${child.name()}`);
  };
  for (const make of COMMANDS) root.addCommand(make(cli));
  for (const make of HIDDEN_COMMANDS) root.addCommand(make(cli), { hidden: true });
  settle(root, 'sopwith');
  return root;
}

/** Says what went wrong and gives the exit code for it. */
function tellFailure(error: unknown, terminal: Terminal, wantsJson: boolean, argv: readonly string[]): number {
  const tell = (code: number, name: string, message: string, fix: string | null): number => {
    if (wantsJson) terminal.json({ error: { code: name, message, fix } });
    terminal.note(`${terminal.errorColor.red('error:')} ${message}`);
    if (fix !== null) terminal.note(fix);
    return code;
  };
  if (error instanceof CommanderError) {
    // Commander has printed it already. Bare `sopwith` prints the help and counts as used wrongly.
    const fine = ['commander.helpDisplayed', 'commander.version'].includes(error.code);
    if (fine) return EXIT.done;
    if (wantsJson) terminal.json({ error: { code: 'usage', message: error.message, fix: null } });
    return EXIT.usage;
  }
  if (error instanceof CliFailure) return tell(error.exitCode, error.code, error.message, error.fix);
  if (error instanceof Interrupted) return tell(EXIT.interrupted, 'interrupted', error.message, null);
  if (error instanceof EnvironmentError) return tell(EXIT.usage, error.code, error.message, null);
  const code = (error as { code?: unknown } | null)?.code;
  if (error instanceof Error && typeof code === 'string' && code.startsWith('storage-')) {
    return tell(EXIT.missing, code, error.message, null);
  }
  if (error instanceof Error && typeof code === 'string' && code.startsWith('import-')) {
    return tell(EXIT.usage, code, error.message, null);
  }
  const file = writeCrashReport(error, argv);
  const message = `This is a bug of ours: ${error instanceof Error ? error.message : String(error)}`;
  return tell(EXIT.bug, 'bug', message, file === null ? null : `Please report it with the file ${file}`);
}
