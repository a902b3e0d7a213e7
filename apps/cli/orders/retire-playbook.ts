import type { Database } from '../../../prisma/database.js';
import type { Retirement } from '../../../prisma/stores/retirement-store.js';
import { reopen, retire } from '../../shared/orders/retire.js';
import { businessNow } from '../business-now.js';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';
import { checkNames } from '../known-names.js';
import { withDatabase } from '../with-database.js';
import { followBatch, printOutcome } from './follow-batch.js';
import type { SaidOptions } from './said-options.js';

const BECOMES = {
  drain: 'its live runs finish',
  stop: 'its live runs are cancelled',
  freeze: 'its live runs are paused',
} as const;

/** `sopwith playbook retire`: needs no Temporal, for the orders to live runs are the worker's. */
export function retirePlaybook(cli: Cli, playbook: string, options: SaidOptions & Pick<Retirement, 'mode'>): Promise<number> {
  return withDatabase(cli, options, async (db) => {
    await checkNames(db, { playbook, member: options.by });
    const { mode, reason, by = 'cli' } = options;
    const result = await retire(db, { playbook, mode, by, reason, at: await businessNow(db) });
    // checkNames has told of it.
    if (result.status === 'no_such_playbook') return EXIT.usage;
    const repeated = result.status === 'repeated';
    const said = repeated
      ? `${playbook} is retired already (${mode}), since ${new Date(result.retirement.at).toISOString()}: ${result.retirement.reason}`
      : `${playbook} is retired: nobody enters it any more, ${BECOMES[mode]}`;
    return finish(cli, db, options, { said, repeated, ...result });
  });
}

/** `sopwith playbook reopen`. */
export function reopenPlaybook(cli: Cli, playbook: string, options: SaidOptions): Promise<number> {
  return withDatabase(cli, options, async (db) => {
    await checkNames(db, { playbook, member: options.by });
    const { reason, by = 'cli' } = options;
    const result = await reopen(db, { playbook, by, reason, at: await businessNow(db) });
    if (result.status === 'no_such_playbook') return EXIT.usage;
    if (result.status === 'not_retired') {
      if (options.json) cli.terminal.json({ playbook, reopened: false, reason: 'it is in use' });
      cli.terminal.note(
        `${cli.terminal.errorColor.yellow('refused:')} ${playbook} is in use: only a retired playbook is reopened`,
      );
      return EXIT.found;
    }
    return finish(cli, db, options, { said: `${playbook} is in use again`, repeated: false, ...result });
  });
}

interface Ordered {
  readonly said: string;
  readonly repeated: boolean;
  readonly retirement: Retirement;
  readonly batch: string;
}

async function finish(
  cli: Cli,
  db: Database,
  options: SaidOptions,
  { said, repeated, retirement, batch }: Ordered,
): Promise<number> {
  if (!options.json) cli.terminal.print(said);
  const outcome = await followBatch(cli, db, batch);
  const { playbook, mode, by, reason, at } = retirement;
  if (options.json) {
    const told = { playbook, mode, by, reason, at: new Date(at).toISOString() };
    cli.terminal.json({ retirement: told, repeated, batch, orders: outcome.counts, refused: outcome.refused });
  } else {
    const { taken, refused } = outcome.counts;
    if (taken + refused > 0) cli.terminal.print(`${taken} ${taken === 1 ? 'run' : 'runs'} followed, ${refused} refused`);
    printOutcome(cli, batch, outcome);
  }
  return outcome.counts.refused > 0 || outcome.counts.asked > 0 ? EXIT.found : EXIT.done;
}
