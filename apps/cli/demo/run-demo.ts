import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.js';
import type { Cli } from '../cli.js';
import { generateDemoBook } from '../demo-book/generate-demo-book.js';
import { replay } from '../replay/replay.js';
import { collectDemo, type DemoFindings } from './collect-demo.js';
import { printDemo } from './print-demo.js';

/** Fixed, so that everybody sees the same year. */
const SEED = 'sopwith';
const BOOK = { from: '2025-01-01', to: '2025-12-31' };
const DAY = 86_400_000;

export interface DemoOptions {
  /** Days of business time, the last ones of the book. */
  readonly days: number;
  /** Machine milliseconds per business day. */
  readonly dayMs: number;
  readonly json: boolean;
  readonly keep: boolean;
}

/** Writes the demo book, lives through its last days on the real stack, and tells what happened. */
export async function runDemo(cli: Cli, options: DemoOptions): Promise<void> {
  const { terminal } = cli;
  const started = Date.now();
  const data = mkdtempSync(join(tmpdir(), 'sopwith-demo-book-'));
  let findings: DemoFindings | null = null;
  try {
    const book = await generateDemoBook(data, { seed: SEED, ...BOOK });
    terminal.progress(
      `Demo book: ${book.accounts} made-up accounts, ${book.contacts} contacts, ${book.events} events of ${BOOK.from} to ${BOOK.to}`,
    );
    const { report, kept } = await replay(cli, {
      data,
      from: new Date(Date.parse(BOOK.to) - (options.days - 1) * DAY).toISOString().slice(0, 10),
      to: BOOK.to,
      dayMs: options.dayMs,
      autopilot: join(packageRoot(), 'apps/cli/demo-book/autopilot.yaml'),
      ...(options.keep ? { keep: true } : {}),
      inspect: async (stack, period) => {
        findings = await collectDemo(stack, period);
      },
    });
    if (findings === null) throw new Error('the demo was not looked at');
    const { decisions, mail, run } = findings as DemoFindings;
    if (options.json) {
      terminal.json({
        ...report,
        decisions,
        mail: mail.map(({ id, from, to, subject, messageId, receivedAt }) => ({ id, from, to, subject, messageId, receivedAt })),
        run,
        seconds: Math.round((Date.now() - started) / 1_000),
      });
    } else {
      printDemo(terminal, findings, report);
      terminal.print(
        `\nThe whole demo took ${Math.round((Date.now() - started) / 1_000)} s. Next: npm start, then npx sopwith runs.`,
      );
    }
    if (kept !== null) terminal.note(`Kept: ${kept}`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
