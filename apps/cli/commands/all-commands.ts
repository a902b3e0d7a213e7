import type { Command } from 'commander';
import type { Cli } from '../cli.js';
import { backtestCommand } from './backtest.js';
import { docsCommand } from './docs.js';
import { doctorCommand } from './doctor.js';
import { demoCommand } from './demo.js';
import { explainCommand } from './explain.js';
import { evaluateCommand } from './evaluate.js';
import { fmtCommand } from './fmt.js';
import { importCommand } from './import.js';
import { lintCommand } from './lint.js';
import { lspCommand } from './lsp.js';
import { newCommand } from './new.js';
import { planCommand } from './plan.js';
import { playbookCommand } from './playbook.js';
import { previewCommand } from './preview.js';
import { replayCommand } from './replay.js';
import { reportCommand } from './report.js';
import { runCommand, runsCommand } from './runs.js';
import { schemaCommand } from './schema.js';
import { simulateCommand } from './simulate.js';
import { taskCommand, tasksCommand } from './tasks.js';
import { temporalCommand } from './temporal.js';
import { testCommand } from './test.js';
import { upCommand } from './up.js';

/** In the order of `--help`. Each of them loads what it needs when it is run: `sopwith lint` must not wait for a database driver. */
export const COMMANDS: readonly ((cli: Cli) => Command)[] = [
  upCommand,
  demoCommand,
  replayCommand,
  backtestCommand,
  importCommand,
  lintCommand,
  testCommand,
  simulateCommand,
  explainCommand,
  previewCommand,
  planCommand,
  lspCommand,
  fmtCommand,
  newCommand,
  schemaCommand,
  evaluateCommand,
  runsCommand,
  runCommand,
  tasksCommand,
  taskCommand,
  playbookCommand,
  reportCommand,
  doctorCommand,
  temporalCommand,
];

/** For those who change the language; they are not in `--help`. */
export const HIDDEN_COMMANDS: readonly ((cli: Cli) => Command)[] = [docsCommand];
