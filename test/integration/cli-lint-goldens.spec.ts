import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { LINT_CONFIG_FILE } from '../../workflows/lint/lint-config.js';
import { runCli } from '../support/run-cli.js';

const root = path.resolve(import.meta.dirname, '../..');
const language = path.join(root, 'test/language');

/** What else is named: all playbooks that solutions know; of two health scores for the same accounts the later one by path. */
const ALSO: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.solutions\.yaml$/, ['ok/plain.playbook.yaml', 'ok/by-hand.playbook.yaml']],
  [/^duplicate-id-health-rest\./, ['ok/default.health.yaml']],
];

describe('what lint says on the command line', () => {
  const before = process.cwd();
  afterAll(() => {
    process.chdir(before);
  });

  test('the shipped playbooks and the right fixtures are met with silence', async () => {
    process.chdir(root);
    const { code, stdout, stderr } = await runCli(['lint', 'playbooks', 'test/language/ok']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^\d+ files: 0 errors, 0 warnings\n$/) as unknown,
    });
  });

  describe('of a file apart from its book, with the catalogue of the right fixtures', () => {
    beforeAll(() => {
      process.chdir(language);
    });
    const files = readdirSync(path.join(language, 'err')).filter((file) => file.endsWith('.yaml') && file !== LINT_CONFIG_FILE);

    test.each(files)('err/%s', async (file) => {
      const golden = path.join(language, 'err', file.replace(/\.yaml$/, '.out'));
      const expected = existsSync(golden) ? readFileSync(golden, 'utf8') : 'no golden';
      const paths = [`err/${file}`, ...ALSO.flatMap(([names, more]) => (names.test(file) ? more : []))];
      const { code, stdout, stderr } = await runCli(['lint', ...paths, '--catalogue', 'ok']);
      const [, told = '', errors = ''] = /^([^]*\n)\n\d+ files?: (\d+) errors?, /.exec(stdout) ?? [];
      const isError = /:\d+ error /.test(expected);
      // The folder's configuration allows no warning.
      const side = isError ? '' : 'More warnings than allowed: 1\n';
      expect({ told, stderr, code, errors }).toEqual({ told: expected, stderr: side, code: 1, errors: isError ? '1' : '0' });
    });
  });
});
