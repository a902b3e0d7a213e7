import { compileText, playbookText } from './playbook-text.js';

/** A right playbook with one piece replaced. @throws when the piece is not there. */
export function edited(from: string, to: string): string {
  const text = playbookText();
  if (!text.includes(from)) throw new Error(`the playbook has no ${from}`);
  return text.replace(from, to);
}

/** A right playbook that starts on this condition. */
export function startingOn(condition: string): string {
  return playbookText({ start: `start:\n  check: daily at 08:00\n  all:\n    - ${condition}` });
}

/** `line:column code: message -> what to write instead` of every error. */
export function answersTo(text: string): readonly string[] {
  return compileText(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ span, code, message, suggestion }) => {
      const advice = suggestion === undefined ? '' : ` -> ${suggestion}`;
      return `${span.line}:${span.column} ${code}: ${message}${advice}`;
    });
}
