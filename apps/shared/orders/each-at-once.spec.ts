import { describe, expect, test } from '@jest/globals';
import { eachAtOnce } from './each-at-once.js';

describe('something done for every item', () => {
  test('answers come in the order of the items, and never more are under way than allowed', async () => {
    let underWay = 0;
    let most = 0;
    const answers = await eachAtOnce([5, 1, 4, 2, 3], 2, async (item) => {
      most = Math.max(most, (underWay += 1));
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      underWay -= 1;
      return item * 10;
    });
    expect(answers).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
    expect(await eachAtOnce([], 3, () => Promise.resolve(1))).toEqual([]);
  });

  test('a failure is told, and nothing new begins after it', async () => {
    const begun: number[] = [];
    const work = (item: number): Promise<number> => {
      begun.push(item);
      return item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item);
    };
    await expect(eachAtOnce([1, 2, 3, 4], 1, work)).rejects.toThrow('two');
    expect(begun).toEqual([1, 2]);
  });
});
