import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { BOOK_KINDS, type BookKind } from '../../../workflows/language/vocabulary/book-kind.js';
import { packageRoot } from '../../package-root.js';
import type { Cli } from '../cli.js';
import { EXIT, found } from '../failure.js';
import { jsonOption } from '../options.js';

interface Options {
  readonly kind?: BookKind;
  readonly check?: true;
  readonly out?: string;
}

/** `sopwith schema`: what an editor checks and completes playbooks with. */
export function schemaCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('schema')
    .description('Prints the JSON Schema (draft 7) with which an editor checks and completes playbooks and their catalogue')
    .addOption(new Option('--kind <kind>', 'only one kind of file; otherwise all, told apart by kind:').choices(BOOK_KINDS))
    .option('--out <file>', 'write it into a file')
    .option('--check', 'say whether the file (--out, otherwise the shipped playbooks/playbook.v1.schema.json) is up to date')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith schema --out playbooks/playbook.v1.schema.json\n')
    .action(
      cli.run(async ({ kind, check, out }: Options) => {
        const { buildJsonSchema } = await import('../../../workflows/language/schema/build-json-schema.js');
        const text = `${JSON.stringify(buildJsonSchema(kind ?? null), null, 2)}\n`;
        if (check) {
          const file = out ?? join(packageRoot(), 'playbooks', 'playbook.v1.schema.json');
          if (existsSync(file) && readFileSync(file, 'utf8') === text) {
            terminal.note(`${file} is up to date`);
            return EXIT.done;
          }
          throw found(
            'schema-stale',
            `${file} is not the schema of this language`,
            `Write it with: npx sopwith schema --out ${file}`,
          );
        }
        if (out === undefined) terminal.streams.stdout.write(text);
        else {
          const { writeFileAtomic } = await import('../write-file-atomic.js');
          writeFileAtomic(out, text);
          terminal.note(`${out} is written`);
        }
        return EXIT.done;
      }),
    );
}
