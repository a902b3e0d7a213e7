import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';
import { homeOption, jsonOption } from '../options.js';

interface Options {
  readonly json?: true;
  readonly home?: string;
}

/** `sopwith doctor`: what is here, what is missing, how to get it. */
export function doctorCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('doctor')
    .description('What is here, what is missing and how to get it: Node, build, database, Temporal, ports, mail')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith doctor\n')
    .action(
      cli.run(async (options: Options) => {
        const { examine } = await import('../doctor/examine.js');
        const environment = cli.environment();
        const findings = await examine({ environment, machine: cli.machine, home: options.home ?? environment.home });
        const wrong = findings.filter((finding) => finding.state === 'missing');
        if (options.json) {
          terminal.json({ ok: wrong.length === 0, findings });
        } else {
          const { color } = terminal;
          const mark = { ok: color.green('ok     '), note: color.yellow('note   '), missing: color.red('missing') };
          for (const { state, name, says, fix } of findings) {
            terminal.print(`${mark[state]}  ${name.padEnd(13)} ${says}`);
            if (fix !== null) terminal.print(`${' '.repeat(23)}${color.dim(fix)}`);
          }
        }
        return wrong.length === 0 ? EXIT.done : EXIT.missing;
      }),
    );
}
