import { defineSignal } from '@temporalio/workflow';
import type { PushedRunEvent } from '../model/run.js';

/** Pushes an event into a run: a closed task, an exit that was met. The event's id makes a repeat harmless. */
export const runEventSignal = defineSignal<[PushedRunEvent]>('runEvent');
