import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Heap } from './heap.js';

function drain<T>(heap: Heap<T>): T[] {
  const items: T[] = [];
  while (heap.size > 0) items.push(heap.pop() as T);
  return items;
}

describe('what is to come on a virtual clock', () => {
  test('comes by instant, then rank, then the order it was put in', () => {
    const entry = fc.record({ at: fc.integer({ min: 0, max: 9 }), rank: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const heap = new Heap<number>();
        entries.forEach(({ at, rank }, index) => heap.push(at, rank, index));
        const sorted = entries.map((one, index) => ({ ...one, index })).sort((a, b) => a.at - b.at || a.rank - b.rank);
        expect(drain(heap)).toEqual(sorted.map(({ index }) => index));
      }),
    );
  });

  test('what is put in while others are taken out finds its place', () => {
    const heap = new Heap<string>();
    heap.push(5, 0, 'e');
    heap.push(1, 0, 'a');
    expect(heap.pop()).toBe('a');
    heap.push(3, 1, 'd');
    heap.push(3, 0, 'c');
    expect(heap.next).toBe(3);
    expect(drain(heap)).toEqual(['c', 'd', 'e']);
  });

  test('an empty one has nothing and never will', () => {
    const heap = new Heap<string>();
    expect([heap.pop(), heap.next, heap.size]).toEqual([undefined, Infinity, 0]);
  });
});
