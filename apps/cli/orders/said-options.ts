import { InvalidArgumentError, Option, type Command } from 'commander';
import { homeOption, jsonOption } from '../options.js';

/** What every order says. */
export interface SaidOptions {
  readonly json?: true;
  readonly home?: string;
  readonly reason: string;
  readonly by?: string;
}

/** Text with something in it, for commander. */
export function saidText(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 1_000) throw new InvalidArgumentError('Say why, in at most 1,000 characters.');
  return trimmed;
}

/** A UUID, for commander. */
export function uuidArgument(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('Expected a UUID.');
  return text.toLowerCase();
}

export const byOption = () => new Option('--by <member>', "who orders it: a member's id (default: cli, nobody in particular)");

/** Adds `--reason`, `--by`, `--home` and `--json`. */
export function saying(command: Command): Command {
  return command
    .addOption(new Option('--reason <text>', 'why: it stands in the flight record').argParser(saidText).makeOptionMandatory())
    .addOption(byOption())
    .addOption(homeOption())
    .addOption(jsonOption());
}
