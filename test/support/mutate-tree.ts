import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  Pair,
  Scalar,
  visit,
  YAMLMap,
  YAMLSeq,
  type Document,
  type Node,
} from 'yaml';
import { Choice, typo, type Mutated } from './mutate.js';

/** A place that holds a node: a pair's value or a list's item. */
interface Slot {
  readonly get: () => Node | null;
  readonly set: (node: unknown) => void;
}

function collect(document: Document): { maps: YAMLMap[]; lists: YAMLSeq[]; slots: Slot[]; keys: string[] } {
  const maps: YAMLMap[] = [];
  const lists: YAMLSeq[] = [];
  const slots: Slot[] = [];
  const keys: string[] = [];
  visit(document, {
    Map: (_key, map) => void maps.push(map),
    Seq: (_key, list) => {
      lists.push(list);
      list.items.forEach((_item, index) =>
        slots.push({ get: () => (list.items[index] ?? null) as Node | null, set: (node) => (list.items[index] = node) }),
      );
    },
    Pair: (_key, pair) => {
      if (isScalar(pair.key)) keys.push(String(pair.key.value));
      slots.push({ get: () => (pair.value ?? null) as Node | null, set: (node) => (pair.value = node) });
    },
  });
  return { maps, lists, slots, keys };
}

const scalar = (value: unknown): Scalar => new Scalar(value);

function another(choice: Choice): Node | null {
  const list = new YAMLSeq();
  list.items.push(scalar('x'), scalar(1));
  const map = new YAMLMap();
  map.items.push(new Pair(scalar('id'), scalar('x')));
  return choice.of<() => Node | null>([
    () => scalar(null),
    () => scalar(true),
    () => scalar(0),
    () => scalar(-7),
    () => scalar(1.5),
    () => scalar(''),
    () => scalar('some text'),
    () => scalar('7d'),
    () => scalar('50%'),
    () => scalar(Number.POSITIVE_INFINITY),
    () => new YAMLSeq(),
    () => new YAMLMap(),
    () => list,
    () => map,
    () => null,
  ])();
}

/**
 * A YAML text whose tree was changed: keys dropped, doubled, renamed, moved; values replaced by another kind, swapped,
 * wrapped, emptied. What comes out is well-formed, so it reaches the readers behind the parser.
 */
export function mutateTree(text: string, random: () => number, others: readonly string[]): Mutated {
  try {
    return mutated(text, random, others);
  } catch (error) {
    // A node was put inside itself: nothing can be written of that, so there is no mutant.
    if (error instanceof RangeError) return { text, done: ['tree circle'] };
    throw error;
  }
}

function mutated(text: string, random: () => number, others: readonly string[]): Mutated {
  const choice = new Choice(random);
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
  const done: string[] = [];
  for (let edits = choice.of([1, 1, 1, 2, 3]); edits > 0; edits -= 1) {
    const { maps, lists, slots, keys } = collect(document);
    if (slots.length === 0) break;
    const map = choice.of(maps.length > 0 ? maps : [new YAMLMap()]);
    const pairAt = choice.upTo(map.items.length);
    const pair = map.items[pairAt];
    const slot = choice.of(slots);
    const op = choice.of([
      'drop',
      'double',
      'rename',
      'typo',
      'kind',
      'kind',
      'swap',
      'wrap',
      'empty',
      'copy',
      'item',
      'add',
      'scalar',
    ]);
    done.push(`tree ${op}`);
    if (op === 'drop') map.items.splice(pairAt, 1);
    else if (op === 'double' && pair) map.items.splice(choice.upTo(map.items.length), 0, new Pair(pair.key, pair.value));
    else if (op === 'rename' && pair) pair.key = scalar(choice.of(keys));
    else if (op === 'typo' && pair && isScalar(pair.key)) pair.key = scalar(typo(String(pair.key.value), choice));
    else if (op === 'kind') slot.set(another(choice));
    else if (op === 'swap') {
      const other = choice.of(slots);
      const [a, b] = [slot.get(), other.get()];
      slot.set(b);
      other.set(a);
    } else if (op === 'wrap') {
      const list = new YAMLSeq();
      list.items.push(slot.get());
      const wrapped = new YAMLMap();
      wrapped.items.push(new Pair(scalar(choice.of(keys)), slot.get()));
      slot.set(choice.upTo(2) === 0 ? list : wrapped);
    } else if (op === 'empty') {
      const node = slot.get();
      if (isMap(node) || isSeq(node)) node.items = [];
      else slot.set(scalar(''));
    } else if (op === 'copy') {
      const foreign = collect(parseDocument(choice.of(others), { uniqueKeys: false, logLevel: 'silent' }));
      if (foreign.slots.length > 0) slot.set(choice.of(foreign.slots).get());
    } else if (op === 'item' && lists.length > 0) {
      const list = choice.of(lists);
      const item = choice.of(list.items);
      if (choice.upTo(2) === 0) list.items.splice(choice.upTo(list.items.length + 1), 0, item);
      else list.items.splice(choice.upTo(list.items.length), 1);
    } else if (op === 'add') map.items.push(new Pair(scalar(choice.of(keys)), another(choice)));
    else if (op === 'scalar') {
      const node = slot.get();
      if (isScalar(node) && typeof node.value === 'string') slot.set(scalar(typo(node.value, choice)));
      else if (isPair(node) || node === null) slot.set(another(choice));
    }
  }
  return { text: written(document) ?? text, done };
}

/** A node that was put inside itself cannot be written; then there is no mutant. */
function written(document: Document): string | null {
  try {
    document.errors = [];
    return document.toString({ lineWidth: 0 });
  } catch {
    return null;
  }
}
