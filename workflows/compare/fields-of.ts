import { formatLiteral } from '../condition/format-value.js';

type Json = unknown;

function isRecord(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Things that are written as one text in a file: durations, conditions, times of day. */
function asText(value: Json): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const parts = value.map(asText);
    return parts.every((part) => part !== null) ? parts.join(', ') : null;
  }
  if (!isRecord(value)) return null;
  const { text, condition, amount, unit, hour, minute } = value;
  if (typeof text === 'string' && condition !== undefined) return text;
  if (typeof amount === 'number' && typeof unit === 'string') return `${amount}${unit}`;
  if (typeof hour === 'number' && typeof minute === 'number')
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return null;
}

const PERCENTS = ['holdout', 'weight'];

function collect(value: Json, label: string, into: Map<string, string>): void {
  if (value === null || value === undefined) return;
  if (typeof value === 'number' && PERCENTS.includes(label.split(' ').at(-1) ?? '')) {
    into.set(label, formatLiteral(value, 'percent'));
    return;
  }
  const text = asText(value);
  if (text !== null) {
    // A list that became empty and one that is not written are the same thing.
    if (!Array.isArray(value) || value.length > 0) into.set(label, text);
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item: Json, index) => {
      const own = isRecord(item) && typeof item['id'] === 'string' ? item['id'] : String(index + 1);
      collect(item, `${label} ${own}`.trim(), into);
    });
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, part] of Object.entries(value)) {
    // The tree behind a text says the same as the text; an id is already in the label.
    if (key === 'expression' || key === 'condition' || key === 'id') continue;
    const locale = key === 'en' || key === 'zh' ? `(${key})` : key;
    collect(part, `${label} ${locale}`.trim(), into);
  }
}

/**
 * What a part of a plan or a catalogue says, as labelled texts in the words of the language: `due` -> `2bd`,
 * `title (en)` -> `Call them`, `escalate after` -> `3bd`. What is not written has no entry.
 */
export function fieldsOf(value: unknown): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  collect(value, '', fields);
  return fields;
}
