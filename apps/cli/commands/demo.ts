import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';
import { jsonOption, machineSpan, wholeNumber } from '../options.js';

interface Options {
  readonly json?: true;
  readonly keep?: true;
  readonly days: number;
  readonly day: number;
}

/** `sopwith demo`: the main job that ends. */
export function demoCommand(cli: Cli): Command {
  return new Command('demo')
    .description('120 days of a made-up book through the real stack in a scratch folder, then what happened; ends by itself')
    .option('--days <n>', 'how many days of the book', wholeNumber(1, 330), 120)
    .option('--day <span>', 'how long a business day takes', machineSpan, 1_000)
    .option('--keep', 'keep the scratch folder')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith demo --days 30\n')
    .action(
      cli.run(async (options: Options) => {
        const { runDemo } = await import('../demo/run-demo.js');
        await runDemo(cli, { days: options.days, dayMs: options.day, json: options.json === true, keep: options.keep === true });
        return EXIT.done;
      }),
    );
}
