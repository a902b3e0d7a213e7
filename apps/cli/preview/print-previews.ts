import type { PreviewedText, PreviewFailure, PreviewFacts } from '../../shared/preview/preview-texts.js';
import type { Terminal } from '../terminal.js';

export type Part = 'subject' | 'text' | 'html';

/** Why nothing would go out, in a sentence. */
export function failureText(failure: PreviewFailure, { sample, people }: Pick<PreviewFacts, 'sample' | 'people'>): string {
  const account = sample ? 'the sample account' : people.name;
  const instead = 'it would not be sent, a task for the CSM would be opened instead';
  switch (failure.kind) {
    case 'missing_value':
      return `${failure.path} is unknown for ${account}: ${instead}`;
    case 'nobody':
      return `${account} has nobody who is ${failure.recipient}: ${instead}`;
    case 'empty_subject':
      return `the subject came out empty for ${account}: ${instead}`;
  }
}

const WHAT: Readonly<Record<string, string>> = {
  email: 'e-mail',
  in_app: 'in-app message',
  task: 'task',
  ask: 'question',
  chat: 'chat message',
};

/** What a preview is of: `e-mail value_recap (en) to account.champion, step send_recap of usage_drop_rescue`. */
function headline({ verb, template, locale, to, step, playbook }: PreviewedText): string {
  const parts = [
    WHAT[verb] ?? verb,
    ...(template === null ? [] : [template]),
    `(${locale})`,
    ...(to === null ? [] : [`to ${to}`]),
  ];
  return `${parts.join(' ')}, step ${step} of ${playbook}`;
}

/** Where the data comes from. */
export function dataLine({ sample, people, at }: PreviewFacts): string {
  const day = new Date(at).toISOString().slice(0, 10);
  return sample
    ? `sample data: a made-up account as of ${day}`
    : `data of ${people.name} (${people.id}) as of ${day}; outcomes of steps are sample data`;
}

/** Prints previews one below the other, or one part of them alone. */
export function printPreviews(
  terminal: Terminal,
  previews: readonly PreviewedText[],
  facts: PreviewFacts,
  part: Part | undefined,
): void {
  const { color } = terminal;
  if (part === undefined) terminal.print(color.dim(dataLine(facts)));
  else terminal.note(dataLine(facts));
  for (const preview of previews) {
    const { subject, text, html, failure } = preview;
    if (part !== undefined) {
      if (failure !== null) terminal.warn(`${headline(preview)}: ${failureText(failure, facts)}`);
      else if (preview[part] === null) terminal.warn(`${headline(preview)} has no ${part} part`);
      else terminal.print(preview[part]);
      continue;
    }
    terminal.print(`\n${color.bold(headline(preview))}`);
    if (failure !== null) {
      terminal.print(color.yellow(failureText(failure, facts)));
      continue;
    }
    if (subject !== null) terminal.print(`Subject: ${subject}\n`);
    terminal.print(text ?? '');
    if (html !== null) terminal.print(color.dim('\nThere is an HTML part too: --part html'));
  }
}
