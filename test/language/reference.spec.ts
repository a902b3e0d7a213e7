import { describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BUILT_IN_NAMES } from '../../workflows/condition/built-in-names.js';
import { FUNCTIONS } from '../../workflows/condition/functions.js';
import { MAPPINGS } from '../../workflows/language/vocabulary/mappings.js';
import { DIAGNOSTIC_CODES } from '../../workflows/model/diagnostic-code.js';
import { renderReference } from '../../workflows/reference/render-reference.js';

const file = path.resolve(import.meta.dirname, '../../playbooks/REFERENCE.md');
const text = renderReference();

describe('the reference', () => {
  test('is the committed one', () => {
    if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(file, text);
    expect(readFileSync(file, 'utf8') === text ? 'fresh' : 'stale: npx sopwith docs').toBe('fresh');
  });

  test('has every mapping, key, function, name and code', () => {
    const headings = new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading));
    for (const [name, { keys }] of Object.entries(MAPPINGS)) {
      expect(headings).toContain(name);
      const section =
        text
          .slice(text.indexOf(`\n### ${name}\n`))
          .slice(1)
          .split(/^##/m)[1] ?? '';
      const rows = `${section}`;
      for (const key of Object.keys(keys)) expect(rows.includes(`| \`${key}\` |`) ? key : `${name}.${key} is missing`).toBe(key);
    }
    for (const code of Object.keys(DIAGNOSTIC_CODES)) expect(headings).toContain(code);
    for (const { name } of FUNCTIONS) expect(text).toContain(`| \`${name}(`);
    for (const { path: name } of BUILT_IN_NAMES) expect(text).toContain(`| \`${name}\` |`);
  });

  test('every link within it leads somewhere, and no heading stands twice', () => {
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
    const anchors = headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    );
    expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
    for (const [, link = ''] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(link);
  });

  test('is plain text: no control characters, no long dashes', () => {
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u2013\u2014\ufffd]/);
  });
});
