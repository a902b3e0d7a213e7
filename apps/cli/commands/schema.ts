import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { BOOK_KINDS, type BookKind } from '../../../workflows/language/vocabulary/book-kind.js';
import { packageRoot } from '../../package-root.js';
import type { Cli } from '../cli.js';
import { type CliFailure, EXIT, found, usage } from '../failure.js';
import { jsonOption } from '../options.js';

interface Options {
  readonly kind?: BookKind;
  readonly check?: true;
  readonly out?: string;
  readonly json?: true;
}

function cannot(done: 'read' | 'written', file: string, error: unknown): CliFailure {
  const why = error instanceof Error ? error.message : String(error);
  return usage(`not-${done}`, `${file} cannot be ${done}: ${why}`, 'Name a file in a folder that is there');
}

/** A file's text; null = there is none. */
function readIfThere(file: string): string | null {
  if (!existsSync(file)) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw cannot('read', file, error);
  }
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
      cli.run(async ({ kind, check, out, json }: Options) => {
        const { buildJsonSchema } = await import('../../../workflows/language/schema/build-json-schema.js');
        const text = `${JSON.stringify(buildJsonSchema(kind ?? null), null, 2)}\n`;
        if (check) {
          const file = out ?? join(packageRoot(), 'playbooks', 'playbook.v1.schema.json');
          if (readIfThere(file) === text) {
            if (json) terminal.json({ file, status: 'up_to_date' });
            terminal.note(`${file} is up to date`);
            return EXIT.done;
          }
          throw found(
            'schema-stale',
            `${file} is not the schema of this language`,
            `Write it with: npx sopwith schema${kind === undefined ? '' : ` --kind ${kind}`} --out ${file}`,
          );
        }
        if (out === undefined) terminal.streams.stdout.write(text);
        else {
          const { writeFileAtomic } = await import('../write-file-atomic.js');
          try {
            writeFileAtomic(out, text);
          } catch (error) {
            throw cannot('written', out, error);
          }
          if (json) terminal.json({ file: out, status: 'written' });
          terminal.note(`${out} is written`);
        }
        return EXIT.done;
      }),
    );
}
