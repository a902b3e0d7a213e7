import { Command, Option } from 'commander';
import type { LintFormat } from '../../../workflows/lint/format/lint-output.js';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import type { LintedBooks } from '../lint/lint-books.js';
import { catalogueOption, jsonOption, wholeNumber } from '../options.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly json?: true;
  readonly format?: LintFormat;
  readonly fix?: true;
  readonly dryRun?: true;
  readonly maxWarnings?: number;
  readonly catalogue?: string;
}

const FORMATS: readonly LintFormat[] = ['pretty', 'json', 'github', 'sarif', 'junit'];

function formatOf({ json, format, fix, dryRun }: Options): LintFormat {
  if (json && format !== undefined && format !== 'json')
    throw usage('two-formats', `--json and --format ${format} ask for two formats`, 'Leave one of them out');
  if (dryRun && !fix) throw usage('dry-run-alone', '--dry-run shows what --fix would do', 'Write --fix --dry-run');
  return json ? 'json' : (format ?? 'pretty');
}

/** Says what was repaired and what was not; to stderr when stdout belongs to a program. */
function tellRepairs({ fixed, leftAlone }: LintedBooks, format: LintFormat, terminal: Terminal): void {
  const tell = (text: string) => (format === 'pretty' ? terminal.print(text) : terminal.note(text));
  for (const { path, repaired } of fixed) {
    tell(`repaired ${path}`);
    for (const { span, message, fix } of repaired)
      tell(`  ${span.line}:${span.column} ${message}: ${fix?.text ? `wrote ${fix.text}` : 'removed'}`);
  }
  for (const { file, why } of leftAlone) tell(`left alone ${file}: ${why}`);
  if (fixed.length + leftAlone.length > 0) tell('');
}

async function tell(linted: LintedBooks, format: LintFormat, terminal: Terminal): Promise<void> {
  const { version } = await import('../crash-report.js');
  const output = { files: linted.files, diagnostics: linted.diagnostics, version: version() };
  const { fixed, leftAlone, diff } = linted;
  switch (format) {
    case 'json': {
      const { jsonReport } = await import('../../../workflows/lint/format/json-report.js');
      const repairs = fixed.map(({ path, repaired }) => ({ file: path, repairs: repaired.length }));
      const more = { ...(fixed.length > 0 ? { fixed: repairs } : {}), ...(leftAlone.length > 0 ? { leftAlone } : {}) };
      return terminal.json({ ...jsonReport(output), ...more, ...(diff === '' ? {} : { diff }) });
    }
    case 'sarif':
      return terminal.json((await import('../../../workflows/lint/format/sarif-log.js')).sarifLog(output));
    case 'junit':
      return terminal.print((await import('../../../workflows/lint/format/junit-report.js')).junitReport(output));
    case 'github': {
      const { githubAnnotations } = await import('../../../workflows/lint/format/github-annotations.js');
      const lines = githubAnnotations(output);
      return lines === '' ? undefined : terminal.print(lines);
    }
    case 'pretty': {
      const { prettyReport, summaryLine } = await import('../../../workflows/lint/format/pretty-report.js');
      // Nothing found is nothing said on stdout; that it was looked is for people.
      if (output.diagnostics.length === 0) return terminal.note(summaryLine(output));
      return terminal.print(prettyReport(output, terminal.color.isColorSupported));
    }
  }
}

/** `sopwith lint`: all diagnostics of a book at once. */
export function lintCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('lint')
    .description(
      'Checks playbooks, metrics, health and templates; all mistakes at once, each with its place and what to write instead',
    )
    .argument('[paths...]', 'files or folders (default: playbooks)')
    .addOption(new Option('--format <format>', 'how to print (default: pretty)').choices(FORMATS))
    .addOption(jsonOption())
    .option('--fix', 'make every repair that has one obvious answer')
    .option('--dry-run', 'with --fix: only print what it would change, as a unified diff')
    .addOption(
      new Option('--max-warnings <n>', 'more warnings than this end with exit code 1').argParser(wholeNumber(0, 1_000_000)),
    )
    .addOption(catalogueOption())
    .addHelpText(
      'after',
      `
Example:
  npx sopwith lint playbooks/adoption
  npx sopwith lint --fix --dry-run playbooks
  npx sopwith lint --catalogue playbooks drafts/new.playbook.yaml
  npx sopwith lint --format sarif --max-warnings 0 > lint.sarif

A warning is ignored with its reason above its line, or at the line's end:
  # sopwith-ignore no-holdout: too few accounts for a control group
or in the whole file, at its top: # sopwith-ignore-file CODE: REASON
Levels are set in sopwith.lint.yaml, in the nearest folder at or above the book:
  apiVersion: playbook/v1
  kind: LintConfig
  rules: { no-holdout: off, no-tests: error }
  max_warnings: 10
`,
    )
    .action(
      cli.run(async (paths: string[], options: Options) => {
        const format = formatOf(options);
        const { selectBooks } = await import('../catalogued-book.js');
        const { lintBooks } = await import('../lint/lint-books.js');
        const selection = selectBooks(paths.length > 0 ? paths : ['playbooks'], options.catalogue);
        const linted = lintBooks(selection, options.fix ? (options.dryRun ? 'show' : 'write') : 'no');
        const errors = linted.diagnostics.filter(({ severity }) => severity === 'error').length;
        const warnings = linted.diagnostics.length - errors;
        if (options.fix && options.dryRun && format !== 'json') {
          terminal.streams.stdout.write(linted.diff);
          tellRepairs(linted, 'json', terminal);
        } else {
          if (options.fix) tellRepairs(linted, format, terminal);
          await tell(linted, format, terminal);
        }
        const tooMany = options.maxWarnings === undefined ? linted.tooManyWarnings : warnings > options.maxWarnings;
        if (tooMany) terminal.note(`More warnings than allowed: ${warnings}`);
        return errors > 0 || tooMany ? EXIT.found : EXIT.done;
      }),
    );
}
