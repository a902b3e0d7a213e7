import type { AuthoredStep } from '../model/playbook.js';
import type { StepBase, StepContext, Verb } from './step-context.js';
import type { Value } from './value.js';
import { readAsk } from './verbs/ask.js';
import { readChat } from './verbs/chat.js';
import { readCheck } from './verbs/check.js';
import { readEmail } from './verbs/email.js';
import { readInApp } from './verbs/in-app.js';
import { readInclude } from './verbs/include.js';
import { readSet } from './verbs/set.js';
import { readTask } from './verbs/task.js';
import { readWaitFor } from './verbs/wait-for.js';
import { readWait } from './verbs/wait.js';
import { readWebhook } from './verbs/webhook.js';

/** Verbs that hold no steps of their own. */
export type LeafVerb = Exclude<Verb, 'branch' | 'parallel'>;

const READERS: Readonly<Record<LeafVerb, (value: Value, base: StepBase, context: StepContext) => AuthoredStep | null>> = {
  email: readEmail,
  in_app: readInApp,
  task: readTask,
  check: readCheck,
  wait: readWait,
  wait_for: readWaitFor,
  ask: readAsk,
  webhook: readWebhook,
  chat: readChat,
  set: readSet,
  playbook: readInclude,
};

/** A step's body by its verb, or null after a report. */
export function readVerb(verb: LeafVerb, value: Value, base: StepBase, context: StepContext): AuthoredStep | null {
  return READERS[verb](value, base, context);
}
