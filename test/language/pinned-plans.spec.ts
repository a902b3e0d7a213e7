import { expect, test } from '@jest/globals';
import { shippedBook } from '../parity/shipped-playbooks.js';

/**
 * The content hashes of the shipped playbooks as they were published first. What is published is known by its hash, so a
 * release that compiled the same text to another plan would refuse everybody's published versions. Whoever edits one of
 * these files gives it a new version and writes the new hash here.
 */
const PINNED: Readonly<Record<string, string>> = {
  'activation_push v1': '846b77ec58a59e8263caf9292c7d7d03c3287563e06af4feb944295ff2972c59',
  'key_behaviour_day_60 v1': '08df1c35c8397cbe8768638fe0a4513de762031153ab650d700676a8b9ae1ef8',
  'key_behaviour_day_90 v1': '06c26cf90590b7af89b264d8232b7af3a1d0ded7161192cc00271793c0a76a83',
  'renewal_90_60_30 v1': '409c35de4d5bf571bfe1d9329a7bba0a1fa08d7464839943ebc9f547fbe6514c',
  'usage_drop_rescue v1': '65459a864e4fc0d9537ce1171964006b0c04ff7a1d0410381b12b395ed40dd64',
};

test('the language grows, and what was published before keeps its hash', () => {
  const found = Object.fromEntries(
    shippedBook().playbooks.map(({ plan }) => [`${plan.playbook} v${plan.version}`, plan.contentHash]),
  );
  expect(found).toEqual(PINNED);
});
