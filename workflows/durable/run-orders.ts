import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { RunOrder, RunState } from '../model/run.js';

/** An order was carried out, or could not be: then nothing but a line on record came of it. */
export type OrderAnswer = { readonly taken: true } | { readonly taken: false; readonly reason: string };

/** Every order is a Temporal update of its own name, so that Temporal's own UI and history say what was ordered. */
export const RUN_ORDERS = [
  'pause',
  'resume',
  'cancel',
  'skip_step',
  'retry_step',
  'hand_over',
  'migrate',
] as const satisfies readonly RunOrder['type'][];

/** Type of the failure of an order that its validator refused; its message is the reason. It leaves nothing behind. */
export const ORDER_REFUSED = 'OrderRefused';

/** The update of an order. Send it with the order's id as the update's id: the same one twice has one effect. */
export const runOrderUpdate = (type: RunOrder['type']) => defineUpdate<OrderAnswer, [RunOrder]>(type);

/** Where a run stands now, and the plan it follows. */
export interface RunStateView {
  readonly state: RunState;
  readonly plan: { readonly playbook: string; readonly version: number; readonly contentHash: string };
}

export const runStateQuery = defineQuery<RunStateView>('runState');
