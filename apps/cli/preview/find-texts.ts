import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { CompiledPlaybook } from '../../../workflows/compile/compile-book.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Diagnostic } from '../../../workflows/model/diagnostic.js';
import { nearest } from '../../../workflows/model/did-you-mean.js';
import type { Locale } from '../../../workflows/model/localized-text.js';
import type { PlanStep } from '../../../workflows/model/plan.js';
import { found, usage } from '../failure.js';

/** A compiled book, as a preview looks through it. */
export interface PreviewBook {
  readonly playbooks: readonly CompiledPlaybook[];
  readonly catalogue: Catalogue | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface FoundTexts {
  readonly playbook: CompiledPlaybook;
  readonly catalogue: Catalogue;
  /** The steps to preview, in the order they are written. */
  readonly steps: readonly PlanStep[];
  /** Of the file that was named, when one was. */
  readonly locale: Locale | null;
  /** Of a template: the other steps of the playbook, and the other playbooks, that send it. */
  readonly others: readonly string[];
}

interface Wanted {
  readonly what: string;
  readonly playbook?: string | undefined;
}

const isSender = (step: PlanStep) => step.verb === 'email' || step.verb === 'in_app';

function stepsOf({ plan }: CompiledPlaybook): readonly PlanStep[] {
  return plan.order.flatMap((id) => (Object.hasOwn(plan.steps, id) ? (plan.steps[id] ?? []) : []));
}

/** A template's own name, also where an included playbook brings it. */
function templateOf(step: PlanStep): string | null {
  return isSender(step) ? step.template.slice(step.template.lastIndexOf('/') + 1) : null;
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return (short.startsWith('..') ? path : short).split(sep).join('/');
}

function errorsOf(books: readonly PreviewBook[], file: string | null): Diagnostic | undefined {
  const errors = books.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'));
  const whole = books.some(({ catalogue }) => catalogue === null) ? errors[0] : undefined;
  return (file === null ? undefined : errors.find((one) => one.file === file)) ?? whole;
}

function refuseErrors(error: Diagnostic | undefined, what: string): void {
  if (!error) return;
  throw found(
    'book-has-errors',
    `${what} cannot be previewed, there are errors, the first at ${error.file}:${error.span.line}:${error.span.column}: ${error.message}`,
    `See them all with: npx sopwith lint ${error.file}`,
  );
}

/**
 * What is meant by a template's or a playbook's name, or the path of either.
 * @throws CliFailure (exit 1) when it has errors, (exit 2) when there is no such thing.
 */
export function findTexts(books: readonly PreviewBook[], { what, playbook }: Wanted): FoundTexts {
  const all = books.flatMap(({ playbooks, catalogue }) => (catalogue ? playbooks.map((one) => ({ one, catalogue })) : []));
  const file = existsSync(what) ? shown(resolve(what)) : null;
  const [, named, language] = /^(.+)\.(en|zh)\.hbs$/.exec(basename(what)) ?? [];
  const template = file !== null && named !== undefined ? named : what;
  refuseErrors(errorsOf(books, file), what);

  const whole = all.find(({ one }) => (file === null ? one.plan.playbook === what : one.file === file));
  if (whole) return { playbook: whole.one, catalogue: whole.catalogue, steps: stepsOf(whole.one), locale: null, others: [] };

  const beside = (one: CompiledPlaybook) => file === null || dirname(one.file) === dirname(dirname(file));
  const senders = all.filter(({ one }) => beside(one) && stepsOf(one).some((step) => templateOf(step) === template));
  const ids = all.map(({ one }) => one.plan.playbook);
  if (playbook !== undefined && !ids.includes(playbook)) {
    const near = nearest(playbook, ids);
    throw usage(
      'no-such-playbook',
      `There is no playbook ${JSON.stringify(playbook)}`,
      near ? `Did you mean ${near}?` : `Known: ${ids.join(', ')}`,
    );
  }
  const sender = playbook === undefined ? senders[0] : senders.find(({ one }) => one.plan.playbook === playbook);
  if (sender) {
    const [first, ...more] = stepsOf(sender.one).filter((step) => templateOf(step) === template);
    const others = [
      ...more.map(({ id }) => `step ${id}`),
      ...senders.filter((other) => other !== sender).map(({ one }) => `playbook ${one.plan.playbook}`),
    ];
    const locale = language === 'en' || language === 'zh' ? language : null;
    return { playbook: sender.one, catalogue: sender.catalogue, steps: first ? [first] : [], locale, others };
  }
  if (senders.length > 0) {
    const known = senders.map(({ one }) => one.plan.playbook).join(', ');
    throw usage('not-sent-by', `${playbook} does not send the template ${template}`, `It is sent by ${known}`);
  }
  if (file !== null && !file.endsWith('.hbs'))
    throw usage('nothing-to-preview', `There is no playbook in ${what}`, 'Name a playbook or a template');
  if (file !== null)
    throw usage('nothing-to-preview', `No playbook sends ${what}`, 'Name it in a step: email: { template: ... }');
  const templates = all.flatMap(({ one }) => stepsOf(one).flatMap((step) => templateOf(step) ?? []));
  const known = [...new Set([...templates, ...ids])].sort();
  const near = nearest(what, known);
  // What is asked for may be in a file with errors, which is not among what is known.
  if (near === null)
    refuseErrors(
      books.flatMap(({ diagnostics }) => diagnostics).find(({ severity }) => severity === 'error'),
      what,
    );
  const fix =
    near === null ? (known.length > 0 ? `Known: ${known.join(', ')}` : 'There is no playbook here') : `Did you mean ${near}?`;
  throw usage('no-such-template', `There is no template or playbook ${JSON.stringify(what)}`, fix);
}
