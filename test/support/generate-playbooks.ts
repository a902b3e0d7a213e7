import type { SourceFile } from '../../workflows/model/playbook.js';
import { seededRandom } from './mutate.js';

const THEMES = [
  ['Logins are collapsing', '登录骤降'],
  ['Seats were bought and not opened', '已购席位未开通'],
  ['The key behaviour is missing', '关键行为未完成'],
  ['The renewal comes near', '续约临近'],
  ['The champion is quiet', '关键联系人沉默'],
  ['Reports are no longer saved', '不再保存报表'],
] as const;
const GATES = [
  'health.score < 60',
  'wow_drop(logins) >= 50% for 2 weeks',
  'activation_rate < 40%',
  'usage_rate < 30% for 3 weeks',
  'mom_drop(nps) >= 10%',
  'key_action_rate < 20%',
  '(reports_saved < 5 or active_users < 3)',
  'days_until(contract.end) < 90d',
] as const;
const EXPECTS = [
  'change_since_start(logins) >= 20%',
  'usage_rate >= 35%',
  'key_action_rate >= 20%',
  'activation_rate >= 60%',
  'reports_saved >= 8',
] as const;
const TEMPLATES = ['recovery_plan', 'value_recap', 'training', 'next_steps', 'seats', 'results'] as const;
const PLAYBOOKS_A_FOLDER = 50;

function template(name: string, locale: 'en' | 'zh'): string {
  const text =
    locale === 'en'
      ? `Hello {{contact.name}},\n\n{{#if account.csm}}{{account.csm.name}} looked at {{account.name}} with you in mind.{{/if}}\nLast week there were {{metric.logins}} logins and {{metric.reports_saved}} reports.\n`
      : `{{contact.name}}，您好：\n\n{{#if account.csm}}{{account.csm.name}} 为 {{account.name}} 准备了建议。{{/if}}\n上周登录 {{metric.logins}} 次，保存报表 {{metric.reports_saved}} 份。\n`;
  return `subject: ${name} - {{account.name}}\n--- text\n${text}--- html\n<p>${text.replaceAll('\n\n', '</p>\n<p>')}</p>\n`;
}

/** One playbook of about 100 lines as people write them: every verb, conditions of every family, two languages, tests. */
function playbook(id: string, random: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const number = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const [en, zh] = pick(THEMES);
  const gate = pick(GATES);
  const second = pick(GATES.filter((one) => one !== gate));
  const expect = pick(EXPECTS);
  const templates = [pick(TEMPLATES), pick(TEMPLATES), pick(TEMPLATES)];
  const extra =
    random() < 0.5
      ? ''
      : `  - id: hint_users
    in_app: { template: ${pick(TEMPLATES)}, to: inactive_users, expires: ${number(5, 14)}d }
  - id: hint_settles
    wait: ${number(1, 5)}d
`;
  return `# ${en}: first a call, then what the call calls for.
apiVersion: playbook/v1
kind: Playbook
id: ${id}
version: ${number(1, 9)}
title: { en: ${en} (${id}), zh: ${zh} }
owner: cs-ops@acme.example
goal: The number that fell is back where it was, and somebody knows why
timezone: ${pick(['account', 'Europe/Berlin', 'Asia/Shanghai'])}

start:
  check: ${pick(['daily at 08:00', 'weekly on monday at 09:30'])}
  all:
    - ${gate}
    - ${second}

enroll:
  only:
    - account.status is "active"
    - account.segment in ["mid", "enterprise"]
  never:
    - account.muted
  again_after: ${number(30, 180)}d
  at_most: ${number(5, 60)} per day
  holdout: ${number(5, 20)}%
  priority: ${number(10, 90)}

steps:
${extra}  - id: call_owner
    task:
      title:
        en: 'Call {{ account.champion.name }} of {{ account.name }}'
        zh: '致电 {{ account.name }} 的 {{ account.champion.name }}'
      assign: account.csm
      due: ${number(1, 4)}bd
      expires: ${number(8, 15)}bd
      checklist:
        - Ask what changed # the answer goes into the note
        - Agree on one goal and a date
      evidence: note >= ${number(20, 60)} characters
      outcomes: [reached, no_answer, left_company]
      escalate: { after: 5bd, to: account.manager }
  - id: by_call
    branch:
      - when: call_owner.outcome is "reached"
        then:
          - id: send_plan
            email: { template: ${templates[0]}, to: account.champion, cc: account.csm }
          - id: work_the_plan
            wait: ${number(3, 14)}d
      - when: call_owner.outcome is "left_company"
        then:
          - id: find_champion
            task:
              title: Find a new champion at {{ account.name }}
              assign: account.manager
              due: 5bd
              expires: 12bd
              outcomes: [found, not_found]
          - id: by_champion
            branch:
              - when: find_champion.outcome is "found" and health.score >= ${number(20, 40)}
                then:
                  - id: greet
                    email: { template: ${templates[1]}, to: account.champion }
              - otherwise: []
      - otherwise:
          - id: send_recap
            email: { template: ${templates[2]}, to: account.decision_maker }
  - id: usage_check
    check: { expect: ${expect}, every: 7d, up_to: 21d }

exit:
  - { id: recovered, when: health.score >= ${number(70, 90)} for 2 weeks, as: success }
  - { id: churned, when: account.status is "churned", as: lost }
  - { id: ran_too_long, after: 90d, as: expired }

verify:
  after: ${number(20, 60)}d
  objective:
    - { id: number_is_back, expect: ${expect}, primary: true }
    - { id: health_holds, expect: health.score >= ${number(50, 69)} }

tests:
  - name: a muted account is left alone
    given:
      account: { segment: mid, status: active, muted: true }
      health: { score: ${number(20, 55)} }
      logins: [${number(300, 500)}, ${number(300, 500)}, ${number(100, 200)}, ${number(10, 90)}]
    expect: { enrolled: false, because: account.muted }
  - name: 客户经理打通电话
    given:
      account: { segment: mid, status: active, muted: false }
      contract: { start: 2025-12-02, end: 2026-12-02, seats: ${number(10, 400)} }
      logins: [400, 400, 180, 80]
    timeline:
      - { at: 1d, close: { call_owner: reached } }
      - { at: 10d, logins: ${number(200, 400)}, health: { score: 72 } }
    expect: { ran: [call_owner, send_plan], outcomes: { call_owner: reached } }
`;
}

/**
 * Playbooks without a mistake, by the hundred or thousand, in folders of fifty with their templates: what a large book
 * looks like. They name only what the shipped catalogue has. The same seed gives the same texts.
 */
export function generatePlaybooks(count: number, seed: number): readonly SourceFile[] {
  const random = seededRandom(seed);
  const files: SourceFile[] = [];
  for (let index = 0; index < count; index += 1) {
    const folder = `area_${Math.floor(index / PLAYBOOKS_A_FOLDER)}`;
    const id = `generated_${index}`;
    files.push({ path: `${folder}/${id}.playbook.yaml`, text: playbook(id, random) });
    if (index % PLAYBOOKS_A_FOLDER > 0) continue;
    for (const name of TEMPLATES)
      for (const locale of ['en', 'zh'] as const)
        files.push({ path: `${folder}/emails/${name}.${locale}.hbs`, text: template(name, locale) });
  }
  return files;
}
