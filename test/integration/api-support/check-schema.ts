/** The part of JSON Schema 2020-12 that our OpenAPI document uses. An unknown keyword is a mistake, so nothing is skipped. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

const ANNOTATIONS = new Set(['description', 'example', 'examples', 'default', 'title', 'deprecated']);
const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  email: /^[^@\s]+@[^@\s]+$/,
};

/**
 * Says what about a value is not as a schema wants it. Stricter than the standard in one way: an object with declared
 * properties may hold no others unless `additionalProperties` says so, because an undocumented field is a leak.
 */
export function checkSchema(value: unknown, schema: Schema, schemas: Readonly<Record<string, Schema>>, place = '$'): string[] {
  const closed = schema['additionalProperties'] === undefined;
  return check(value, schema, schemas, place, closed).mistakes;
}

interface Checked {
  readonly mistakes: string[];
  readonly known: Set<string>;
}

function check(
  value: unknown,
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  place: string,
  closed: boolean,
): Checked {
  const mistakes: string[] = [];
  const known = new Set<string>();
  const inner = (part: Schema): void => {
    const result = check(value, part, schemas, place, false);
    mistakes.push(...result.mistakes);
    result.known.forEach((key) => known.add(key));
  };
  for (const [keyword, argument] of Object.entries(schema)) {
    if (ANNOTATIONS.has(keyword)) continue;
    switch (keyword) {
      case '$ref': {
        const target = schemas[String(argument).replace('#/components/schemas/', '')];
        if (target === undefined) mistakes.push(`${place}: ${String(argument)} is not in the document`);
        else inner(target);
        break;
      }
      case 'allOf':
        (argument as Schema[]).forEach(inner);
        break;
      case 'oneOf':
      case 'anyOf': {
        const results = (argument as Schema[]).map((part) => check(value, part, schemas, place, closed));
        const fits = results.find((result) => result.mistakes.length === 0);
        if (fits === undefined) mistakes.push(...(results[0]?.mistakes ?? []));
        else fits.known.forEach((key) => known.add(key));
        break;
      }
      case 'type': {
        const types = Array.isArray(argument) ? (argument as string[]) : [String(argument)];
        if (!types.some((type) => isOfType(value, type))) {
          mistakes.push(`${place}: expected ${types.join(' or ')}, got ${JSON.stringify(value)?.slice(0, 80)}`);
        }
        break;
      }
      case 'enum':
        if (!(argument as unknown[]).includes(value))
          mistakes.push(`${place}: ${JSON.stringify(value)} is none of ${JSON.stringify(argument)}`);
        break;
      case 'format':
        if (typeof value === 'string' && !(FORMATS[String(argument)]?.test(value) ?? false)) {
          mistakes.push(`${place}: ${value} is no ${String(argument)}`);
        }
        break;
      case 'required':
        if (isObject(value)) {
          for (const key of argument as string[]) if (!(key in value)) mistakes.push(`${place}.${key}: is missing`);
        }
        break;
      case 'properties':
        if (isObject(value)) {
          for (const [key, part] of Object.entries(argument as Record<string, Schema>)) {
            known.add(key);
            if (key in value) mistakes.push(...checkSchema(value[key], part, schemas, `${place}.${key}`));
          }
        }
        break;
      case 'items':
        if (Array.isArray(value)) {
          value.forEach((item, index) => mistakes.push(...checkSchema(item, argument as Schema, schemas, `${place}[${index}]`)));
        }
        break;
      case 'additionalProperties':
        if (argument === true) known.add('*');
        else if (isObject(value) && isObject(argument)) {
          known.add('*');
          for (const [key, item] of Object.entries(value)) {
            mistakes.push(...checkSchema(item, argument as Schema, schemas, `${place}.${key}`));
          }
        }
        break;
      case 'minItems':
      case 'maxItems':
      case 'minimum':
      case 'maximum':
      case 'maxLength':
        break;
      default:
        mistakes.push(`${place}: the keyword ${keyword} of the schema is not known to this check`);
    }
  }
  if (closed && isObject(value) && known.size > 0 && !known.has('*')) {
    for (const key of Object.keys(value)) if (!known.has(key)) mistakes.push(`${place}.${key}: is not documented`);
  }
  return { mistakes, known };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
