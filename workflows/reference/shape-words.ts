import { RECIPIENTS } from '../language/recipients.js';
import { PHRASES } from '../language/vocabulary/phrases.js';
import type { ReferenceKind, Shape, SimpleKind } from '../language/vocabulary/shape.js';
import { code } from './markdown.js';

const SIMPLE: Readonly<Record<SimpleKind, string>> = {
  text: 'text',
  localized_text: 'text, or [en and zh](#localized_text)',
  id: 'id',
  yes_no: '`true` or `false`',
  only_true: '`true`',
  number: 'number',
  date: 'date',
  time: 'time of day',
  condition: '[condition](#conditions)',
  expression: '[value](#conditions)',
  template: 'name of a message template',
  plain: 'text, number, yes/no or date',
  length: 'duration in min, h, d or w',
  metric_value: 'number, percent, length such as 7d, or `null`',
};

const REFERENCES: Readonly<Record<ReferenceKind, string>> = {
  attribute: 'attribute',
  calendar: 'calendar',
  chat: 'chat',
  endpoint: 'endpoint',
  event: 'event',
  exit: 'exit',
  metric: 'metric',
  milestone: 'milestone',
  parameter: 'parameter',
  playbook: 'playbook',
  priority: 'ticket priority',
  property: 'property of the event',
  role: 'role',
  segment: 'segment',
  stage: 'lifecycle stage',
  step: 'step',
  value_name: 'name of a value',
};

const percent = (fraction: number): string => `${Math.round(fraction * 100)}%`;

/** What can stand behind a key, in words, as Markdown. */
export function shapeWords(shape: Shape): string {
  switch (shape.is) {
    case 'duration':
      return shape.parameter ? '[duration](#units)' : '[duration](#units), no parameter';
    case 'percent':
      return `percent, ${percent(shape.low)} to ${percent(shape.high)}`;
    case 'integer':
      return `whole number, ${shape.low} to ${shape.high}`;
    case 'word':
      return shape.words.map(code).join(', ');
    case 'phrase':
      return PHRASES[shape.phrase].examples.map(code).join(', ');
    case 'recipient':
      return RECIPIENTS[shape.use].map(code).join(', ');
    case 'reference':
      return `${REFERENCES[shape.to]} by its name`;
    case 'list': {
      const most = shape.most === null ? '' : shape.most === shape.least ? ` (${shape.most})` : ` (at most ${shape.most})`;
      return `list of: ${shapeWords(shape.of)}${most || (shape.least > 1 ? ` (at least ${shape.least})` : '')}`;
    }
    case 'mapping':
      return `[${shape.mapping}](#${shape.mapping})`;
    case 'entries': {
      const key = shape.keys === 'id' ? 'an id of yours' : REFERENCES[shape.keys];
      const needs = shape.needs.length > 0 ? `, ${shape.needs.map(code).join(', ')} among them` : '';
      return `mapping from ${key} to: ${shapeWords(shape.of)}${needs}`;
    }
    case 'either':
      return shape.of.map(shapeWords).join('; or ');
    default:
      return SIMPLE[shape.is];
  }
}
