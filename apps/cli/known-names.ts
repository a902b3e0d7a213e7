import type { Database } from '../../prisma/database.js';
import { usage } from './failure.js';

/** @throws CliFailure (exit 2) for a filter or a person that nothing is called: an empty answer would hide the typing mistake. */
export async function checkNames(
  db: Database,
  names: { readonly playbook?: string | undefined; readonly account?: string | undefined; readonly member?: string | undefined },
): Promise<void> {
  const { unknownName } = await import('../../prisma/read-models/unknown-name.js');
  const unknown = await unknownName(db, names);
  if (unknown === null) return;
  const { kind, id, near, known } = unknown;
  const fix =
    near !== null
      ? `Did you mean ${near}?`
      : known.length > 0
        ? `Known: ${known.join(', ')}`
        : 'Ids are as imported, e.g. acc-07';
  throw usage(`no-such-${kind}`, `There is no ${kind} ${JSON.stringify(id)}`, fix);
}
