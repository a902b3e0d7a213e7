import { Command, Option } from 'commander';
import { randomUUID } from 'node:crypto';
import type { RunSilent } from '../../shared/orders/order-gateway.js';
import type { OrderResult, SingleOrder } from '../../shared/orders/order-run.js';
import type { Cli } from '../cli.js';
import { EXIT, missing, usage, type CliFailure } from '../failure.js';
import { checkNames } from '../known-names.js';
import { saying, uuidArgument, type SaidOptions } from './said-options.js';
import { withOrders } from './with-orders.js';

interface Options extends SaidOptions {
  readonly orderId?: string;
  readonly until?: string;
  readonly step: string;
  readonly to: string;
}

interface OrderCommand {
  readonly name: string;
  readonly about: string;
  readonly example: string;
  readonly options: readonly Option[];
  readonly order: (options: Options) => SingleOrder;
  /** What it says when it was taken. */
  readonly done: (run: string) => string;
}

const step = () => new Option('--step <id>', "the step's id, as `sopwith run ID` shows it").makeOptionMandatory();

const COMMANDS: readonly OrderCommand[] = [
  {
    name: 'pause',
    about: 'Pauses a run: nothing new starts, but it goes on listening',
    example: '--reason "The customer asked us to wait" --until 2026-03-02',
    options: [
      new Option('--until <when>', "goes on by itself then: a day (its beginning in the account's zone) or an instant with zone"),
    ],
    order: ({ until }) => ({ kind: 'pause', until }),
    done: (run) => `Paused: ${run}`,
  },
  {
    name: 'resume',
    about: 'Lets a paused run go on; what came meanwhile is honoured first',
    example: '--reason "They are back"',
    options: [],
    order: () => ({ kind: 'resume' }),
    done: (run) => `Resumed: ${run}`,
  },
  {
    name: 'cancel',
    about: 'Ends a run: open tasks are closed with the reason, unsent messages are taken back',
    example: '--reason "Started by mistake"',
    options: [],
    order: () => ({ kind: 'cancel' }),
    done: (run) => `Cancelled: ${run}`,
  },
  {
    name: 'skip',
    about: 'Leaves a step out, whether it is under way or still to come',
    example: '--step call --reason "Spoke with them yesterday"',
    options: [step()],
    order: (options) => ({ kind: 'skip_step', step: options.step }),
    done: (run) => `The step is left out: ${run}`,
  },
  {
    name: 'retry',
    about: 'Carries out a step that failed once more',
    example: '--step hello --reason "The address is right now"',
    options: [step()],
    order: (options) => ({ kind: 'retry_step', step: options.step }),
    done: (run) => `The step is tried again: ${run}`,
  },
  {
    name: 'hand-over',
    about: 'Gives a run and its open tasks to another member',
    example: '--to csm-boris --reason "Anna is on leave"',
    options: [new Option('--to <member>', "who takes it over: a member's id").makeOptionMandatory()],
    order: ({ to }) => ({ kind: 'hand_over', to }),
    done: (run) => `Handed over: ${run}`,
  },
];

/** `sopwith run pause ID ...` and its like: each is answered when the run took or refused it. */
export function runOrderCommands(cli: Cli): readonly Command[] {
  return COMMANDS.map((order) => {
    const command = new Command(order.name).description(order.about).argument('<id>', 'as `sopwith runs` prints it');
    for (const option of order.options) command.addOption(option);
    return (
      saying(command)
        .addOption(new Option('--order-id <uuid>', 'the same one twice has one effect').argParser(uuidArgument))
        .addHelpText('after', `\nExample:\n  npx sopwith run ${order.name} pb:usage_drop_rescue:acme:check#1 ${order.example}\n`)
        // `run` has some of these options itself and takes them first.
        .action(cli.run((id: string, _: Options, of: Command) => give(cli, order, id, of.optsWithGlobals<Options>())))
    );
  });
}

async function give(cli: Cli, { order, done }: OrderCommand, run: string, options: Options): Promise<number> {
  const { terminal } = cli;
  return withOrders(cli, options, async (db, deps) => {
    const { orderRun } = await import('../../shared/orders/order-run.js');
    const { RunSilent } = await import('../../shared/orders/order-gateway.js');
    const { businessNow } = await import('../business-now.js');
    await checkNames(db, { member: options.by });
    const { by = 'cli', reason, orderId: id = randomUUID() } = options;
    const request = { run, order: order(options), by, reason, origin: 'cli', id, at: await businessNow(db) } as const;
    const result = await orderRun(deps, request).catch((error: unknown) => {
      throw error instanceof RunSilent ? silent(error, id) : error;
    });
    const answer = answerOf(run, result);
    if (options.json) terminal.json({ run, order: answer.order.id, kind: answer.order.kind, ...answer.json });
    else if (answer.taken) terminal.print(answer.json.repeated ? `${done(run)} (it had been ordered before)` : done(run));
    if (!answer.taken) terminal.note(`${terminal.errorColor.yellow('refused:')} ${answer.json.reason ?? ''}`);
    return answer.taken ? EXIT.done : EXIT.found;
  });
}

/** It may still be taken: only the same id asks for its answer. */
function silent({ code, message }: RunSilent, id: string): CliFailure {
  return missing(
    code,
    message,
    `Is a worker running? Start one with: npm start   Then ask what became of it with the same order: --order-id ${id}`,
  );
}

/** @throws CliFailure (exit 2) for an order that means nothing. */
function answerOf(run: string, result: OrderResult) {
  switch (result.status) {
    case 'taken':
      return { taken: true, order: result.order, json: { taken: true, repeated: result.repeated, reason: null } };
    case 'refused':
      return { taken: false, order: result.order, json: { taken: false, repeated: result.repeated, reason: result.reason } };
    case 'no_such_run':
      throw usage('no-such-run', `There is no run ${JSON.stringify(run)}`, 'List them with: npx sopwith runs');
    case 'other_order':
      throw usage(
        'order-id-used',
        `That order id was used for another order of this run (${result.order.kind})`,
        'Leave --order-id out, or make a new one',
      );
    case 'unusable':
      throw usage('unusable-value', `--${result.place}: ${result.cause}`, `Please ${result.fix}`);
  }
}
