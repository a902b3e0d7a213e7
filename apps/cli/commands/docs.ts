import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../../package-root.js';
import type { Cli } from '../cli.js';
import { EXIT, found } from '../failure.js';

interface Options {
  readonly check?: true;
}

/** `sopwith docs`: writes the reference of the language anew. For those who change the language; not in `--help`. */
export function docsCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('docs')
    .description('Writes playbooks/REFERENCE.md from the definitions of the language')
    .option('--check', 'only say whether it is up to date')
    .addHelpText('after', '\nExample:\n  npx sopwith docs --check\n')
    .action(
      cli.run(async ({ check }: Options) => {
        const { renderReference } = await import('../../../workflows/reference/render-reference.js');
        const file = join(packageRoot(), 'playbooks', 'REFERENCE.md');
        const text = renderReference();
        if (existsSync(file) && readFileSync(file, 'utf8') === text) {
          terminal.note(`${file} is up to date`);
          return EXIT.done;
        }
        if (check)
          throw found('reference-stale', `${file} is not the reference of this language`, 'Write it with: npx sopwith docs');
        const { writeFileAtomic } = await import('../write-file-atomic.js');
        writeFileAtomic(file, text);
        terminal.note(`${file} is written`);
        return EXIT.done;
      }),
    );
}
