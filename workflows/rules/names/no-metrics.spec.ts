import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import { noMetrics } from './no-metrics.js';

describe('no-metrics', () => {
  test('one message for a book without metrics, not one for each name', () => {
    const found = diagnoseExample(noMetrics.wrong);
    expect(found.map(({ code, message, suggestion }) => [code, message, suggestion])).toEqual([
      [
        'no-metrics',
        'there is no file with kind: Metrics beside the playbooks',
        'give the folder that holds metrics.yaml as well',
      ],
    ]);
  });
});
