import type { UpsertResult } from '../../../prisma/stores/ingest-store.js';
import { Problem, shorten } from '../problems/problem.js';

/** A refusal of an upsert as a problem that names who is missing. */
export function upsertRefusal(result: Exclude<UpsertResult, { status: 'ok' }>, id: string): Problem {
  switch (result.status) {
    case 'account_needed': {
      const cause = `The contact \`${shorten(id)}\` is new, so its account must be named.`;
      return new Problem(422, 'account-needed', cause, 'Add `groupId`.', { place: 'body.groupId' });
    }
    case 'name_needed': {
      const cause = `The account \`${shorten(id)}\` is new, so it needs a name.`;
      return new Problem(422, 'name-needed', cause, 'Add `traits.name`.', { place: 'body.traits.name' });
    }
    case 'unknown_account':
      return unknownAccount(result.account);
    case 'unknown_member': {
      const cause = `There is no member \`${shorten(result.member)}\` who could own the account.`;
      return new Problem(422, 'no-such-member', cause, "Give a member's id; members come with the import.", {
        place: 'body.traits.csm',
      });
    }
  }
}

/** Events of accounts that nobody knows are refused: kept silently they would be lost. */
export function unknownAccount(account: string): Problem {
  const fix = 'Send a `group` call for it first (or import it), then send this again.';
  return new Problem(422, 'no-such-account', `There is no account \`${shorten(account)}\`.`, fix, { place: 'body.groupId' });
}
