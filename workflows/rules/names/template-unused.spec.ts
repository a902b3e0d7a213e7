import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import { templateUnused } from './template-unused.js';

describe('template-unused', () => {
  test('the file that nobody sends is named', () => {
    const found = diagnoseExample(templateUnused.wrong);
    expect(found.map(({ code, file, span }) => [code, file, span.line])).toEqual([
      ['template-unused', 'book/adoption/emails/goodbye.en.hbs', 1],
    ]);
  });
});
