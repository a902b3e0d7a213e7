import { DIAGNOSTIC_CODES, type DiagnosticCode, type RuleFamily } from '../model/diagnostic-code.js';
import { ALL_RULES } from '../rules/all-rules.js';
import type { RuleDefinition, RuleExample } from '../rules/rule.js';
import { prose, table, textBlock } from './markdown.js';

const FAMILIES: Readonly<Record<RuleFamily, string>> = {
  shape: 'Syntax and shape',
  names: 'Names and types',
  practice: 'Practice: what a senior colleague would say',
};

/** Control characters and the like, made visible. */
function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f\ufeff\ufffd\ud800-\udfff]/gu,
    (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** Long examples (a file that is too large) show their beginning. */
function shortened(text: string): string {
  const lines = visible(text)
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line.length > 160 ? `${line.slice(0, 160)} ...` : line));
  return lines.length > 40 ? [...lines.slice(0, 12), '...'].join('\n') : lines.join('\n');
}

function example(title: string, written: RuleExample): string {
  const files = typeof written === 'string' ? [['', written] as const] : Object.entries(written);
  const blocks = files.map(([path, text]) => (path === '' ? '' : `\`${path}\`:\n\n`) + textBlock(shortened(text)));
  return [`${title}:`, ...blocks].join('\n\n');
}

function section(rule: RuleDefinition): string {
  return [
    `#### ${rule.code}`,
    prose(`${rule.says} ${rule.saysZh} (${rule.severity})`),
    prose(rule.why),
    example('Wrong', rule.wrong),
    example('Right', rule.right),
  ].join('\n\n');
}

/** Every message that lint can give. */
export function renderCodes(): string {
  const codes = Object.keys(DIAGNOSTIC_CODES) as DiagnosticCode[];
  const families = Object.keys(FAMILIES) as RuleFamily[];
  const rules = (family: RuleFamily) => codes.filter((code) => DIAGNOSTIC_CODES[code] === family).map((code) => ALL_RULES[code]);
  return [
    '## Diagnostics',
    `Every message ends with its code. There are ${codes.length}. A line is excused with a comment above it: \`# sopwith-ignore CODE: REASON\`.`,
    ...families.flatMap((family) => [
      `### ${FAMILIES[family]}`,
      table(
        ['code', '', 'says'],
        rules(family).map(({ code, severity, says, saysZh }) => [`[${code}](#${code})`, severity, prose(`${says} ${saysZh}`)]),
      ),
      ...rules(family).map(section),
    ]),
  ].join('\n\n');
}
