import type { AuthoredStep } from '../../model/playbook.js';
import { knownNameOf } from '../known-name.js';
import type { StepBase, StepContext } from '../step-context.js';
import { fieldsOf, type Value } from '../value.js';
import { messageTextOf } from './message-text.js';
import { keysOf } from '../vocabulary/mappings.js';

/** A message to a channel of our own side. */
export function readChat(value: Value, base: StepBase, { names, titlePaths }: StepContext): AuthoredStep | null {
  const fields = fieldsOf(value, { known: keysOf('chat') });
  if (!fields) return null;
  const channelValue = fields.need('channel', 'cs_team');
  const channel =
    channelValue && knownNameOf(channelValue, 'chat channel', names.chats, 'declare it under chats: in metrics.yaml');
  const messageValue = fields.need('message', '"{{ account.name }} needs you"');
  const message = messageValue && messageTextOf(messageValue, titlePaths);
  return channel && message && { ...base, verb: 'chat', channel, message };
}
