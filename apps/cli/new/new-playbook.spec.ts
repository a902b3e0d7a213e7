import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileBook } from '../../../workflows/compile/compile-book.js';
import { formatDiagnostic } from '../../../workflows/language/format-diagnostic.js';
import { formatPlaybook } from '../../../workflows/language/format/format-playbook.js';
import { runPlaybookTest } from '../../../workflows/simulate/run-playbook-test.js';
import { CliFailure } from '../failure.js';
import { instantiate, playbookTemplates, shippedCatalogue } from './playbook-templates.js';
import { writeNewPlaybook } from './write-new-playbook.js';

const templates = playbookTemplates();
const usageRescue = templates.find(({ name }) => name === 'usage_rescue')!;

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'sopwith-new-'));
  const done = () => rmSync(folder, { recursive: true, force: true });
  const result = work(folder);
  if (result instanceof Promise) return result.finally(done) as T;
  done();
  return result;
}

describe('every template', () => {
  const catalogue = shippedCatalogue().filter(({ path }) => path.endsWith('.yaml'));

  test('there are templates for every stage', () => {
    expect(templates.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'onboarding_sequence',
        'activation_push',
        'usage_rescue',
        'milestone_missed',
        'renewal_90_60_30',
        'business_review',
        'champion_has_left',
      ]),
    );
    for (const { title, about } of templates) expect(Math.min(title.length, about.length)).toBeGreaterThan(10);
  });

  test.each(templates.map((template) => [template.name, template] as const))(
    '%s is silent and its tests hold, under its own name and under another',
    (name, template) => {
      for (const id of [name, 'my_own']) {
        const files = instantiate(template, id, null).map(({ path, text }) => ({ path: `book/${id}/${path}`, text }));
        const book = [...catalogue.map(({ path, text }) => ({ path: `book/${path}`, text })), ...files];
        const { diagnostics, playbooks, catalogue: compiled } = compileBook(book);
        expect(diagnostics.map((one) => formatDiagnostic(one))).toEqual([]);
        const [playbook] = playbooks;
        expect(playbook?.plan.playbook).toBe(id);
        expect(playbook?.tests.length).toBeGreaterThanOrEqual(2);
        for (const one of playbook?.tests ?? []) {
          const { status, differences } = runPlaybookTest(playbook!.plan, compiled!, one);
          expect({ test: one.name, failed: status === 'failed', differences }).toEqual({
            test: one.name,
            failed: false,
            differences: [],
          });
        }
      }
    },
  );

  test.each(templates.map((template) => [template.name, template] as const))(
    '%s is laid out and speaks both languages',
    (_name, { files }) => {
      for (const file of files.filter(({ path }) => path.endsWith('.yaml'))) expect(formatPlaybook(file).text).toBe(file.text);
      const mails = files.filter(({ path }) => path.endsWith('.hbs')).map(({ path }) => path);
      expect(mails.length).toBeGreaterThan(0);
      for (const mail of mails)
        expect(mails).toContain(mail.replace(/\.(en|zh)\./, (locale) => (locale === '.en.' ? '.zh.' : '.en.')));
    },
  );
});

describe('writing a new playbook', () => {
  test('into nothing makes a book that is right', () =>
    inFolder(async (folder) => {
      const { files, diagnostics } = await writeNewPlaybook(usageRescue, 'my_rescue', null, folder);
      expect(diagnostics).toEqual([]);
      expect(files).toEqual(
        expect.arrayContaining([
          'playbooks/my_rescue/my_rescue.playbook.yaml',
          'playbooks/metrics.yaml',
          'playbooks/playbook.v1.schema.json',
        ]),
      );
      const text = readFileSync(join(folder, 'playbooks/my_rescue/my_rescue.playbook.yaml'), 'utf8');
      expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/playbook\.v1\.schema\.json\n[^]*\nid: my_rescue\n/);
      expect(text).not.toContain('usage_rescue');
    }));

  test('into a book takes the catalogue that is there', () =>
    inFolder(async (folder) => {
      const metrics = 'apiVersion: playbook/v1\nkind: Metrics\nmetrics:\n  logins: { count: events, of: login, per: week }\n';
      writeFileSync(join(folder, 'metrics.yaml'), metrics);
      const { files, diagnostics } = await writeNewPlaybook(usageRescue, 'my_rescue', 'sops', folder);
      expect(files.every((file) => file.startsWith('sops/'))).toBe(true);
      expect(diagnostics.map(({ code, message }) => `${code} ${message}`).join()).toContain('seats_opened');
      expect(readFileSync(join(folder, 'metrics.yaml'), 'utf8')).toBe(metrics);
      expect(existsSync(join(folder, 'playbook.v1.schema.json'))).toBe(false);
    }));

  test('never writes over a file, and then writes nothing', () =>
    inFolder(async (folder) => {
      await writeNewPlaybook(usageRescue, 'my_rescue', null, folder);
      const mine = join(folder, 'playbooks/my_rescue/my_rescue.playbook.yaml');
      writeFileSync(mine, 'mine');
      rmSync(join(folder, 'playbooks/my_rescue/emails'), { recursive: true });
      await expect(writeNewPlaybook(usageRescue, 'my_rescue', null, folder)).rejects.toThrow(CliFailure);
      expect(readFileSync(mine, 'utf8')).toBe('mine');
      expect(readdirSync(join(folder, 'playbooks/my_rescue'))).toEqual(['my_rescue.playbook.yaml']);
    }));
});
