import { Command, Option } from 'commander';
import type { Locale } from '../../../workflows/model/localized-text.js';
import type { PreviewFacts } from '../../shared/preview/preview-texts.js';
import type { Cli } from '../cli.js';
import { EXIT, missing, usage } from '../failure.js';
import { homeOption, jsonOption } from '../options.js';
import type { FoundTexts } from '../preview/find-texts.js';
import type { Part } from '../preview/print-previews.js';

interface Options {
  readonly json?: true;
  readonly sample?: true;
  readonly book?: string;
  readonly playbook?: string;
  readonly account?: string;
  readonly locale?: Locale;
  readonly part?: Part;
  readonly home?: string;
}

/** `sopwith preview`: what a template says to somebody, rendered as the worker renders it; nothing is sent. */
export function previewCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('preview')
    .description('Renders a template, or everything a playbook says, with made-up data or those of an account; sends nothing')
    .argument('<what>', 'name or path of a template or a playbook')
    .option('--book <dir>', 'where names are looked up (default: playbooks)')
    .option('--playbook <id>', 'as this playbook sends it, when several do')
    .addOption(new Option('--sample', 'a made-up account, needs no database (the default)').conflicts('account'))
    .option('--account <id>', 'an account of the running stack, or of the database of DATABASE_URL')
    .addOption(new Option('--locale <locale>', 'language (default: that of the reader, else en)').choices(['en', 'zh']))
    .addOption(new Option('--part <part>', 'print one part alone').choices(['subject', 'text', 'html']))
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith preview value_recap --locale zh\n')
    .action(
      cli.run(async (what: string, options: Options) => {
        const { existsSync } = await import('node:fs');
        const { readBooks } = await import('../book-files.js');
        const { compileBook } = await import('../../../workflows/compile/compile-book.js');
        const { findTexts } = await import('../preview/find-texts.js');
        const isPath = /[/\\]|\.(ya?ml|hbs)$/.test(what) && existsSync(what);
        const { books } = readBooks([isPath ? what : (options.book ?? 'playbooks')]);
        const texts = findTexts(
          books.map((files) => compileBook(files)),
          { what, playbook: options.playbook },
        );
        const { account } = options;
        if (account === undefined) {
          const { sampleAccount } = await import('../../shared/preview/sample-account.js');
          const { plan, templates } = texts.playbook;
          return show(texts, sampleAccount(plan, templates, texts.catalogue, options.locale ?? texts.locale ?? 'en'), options);
        }
        const { withDatabase } = await import('../with-database.js');
        return withDatabase(cli, options, async (db) => {
          const { businessNow } = await import('../business-now.js');
          const { catalogueInForce } = await import('../../../prisma/read-models/catalogue-in-force.js');
          const { realAccount } = await import('../../shared/preview/real-account.js');
          const { checkNames } = await import('../known-names.js');
          await checkNames(db, { account });
          const catalogue = await catalogueInForce(db);
          if (!catalogue)
            throw missing('nothing-published', 'No playbooks were published here yet', 'Start the stack once with: npm start');
          const { plan } = texts.playbook;
          const facts = await realAccount(db, { plan, catalogue, account, at: await businessNow(db) });
          if (!facts) throw usage('no-such-account', `There is no account ${JSON.stringify(account)}`);
          return show(texts, facts, options);
        });
      }),
    );

  async function show(texts: FoundTexts, facts: PreviewFacts, { locale, part, json }: Options): Promise<number> {
    const { previewStep } = await import('../../shared/preview/preview-texts.js');
    const { printPreviews } = await import('../preview/print-previews.js');
    const { plan, templates } = texts.playbook;
    const wanted = locale ?? texts.locale ?? undefined;
    const all = await Promise.all(texts.steps.map((step) => previewStep(plan, templates, step, facts, wanted)));
    const previews = all.filter((one) => one !== null);
    if (previews.length === 0)
      throw usage('nothing-to-preview', `${plan.playbook} says nothing: it has no message, task or question`);
    if (json) {
      const { people, sample, at } = facts;
      terminal.json({ sample, account: people.id, asOf: new Date(at).toISOString(), messages: previews });
    } else {
      if (texts.others.length > 0) terminal.note(`also sent by ${texts.others.join(', ')}`);
      printPreviews(terminal, previews, facts, part);
    }
    return previews.some(({ failure }) => failure !== null) ? EXIT.found : EXIT.done;
  }
}
