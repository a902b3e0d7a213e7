import { DEFAULTS } from '../language/defaults.js';
import type { StepVerb } from '../model/plan.js';
import { explainCondition } from './explain-condition.js';
import { explainStep, POLICIES } from './explain-step.js';
import { paragraph, point, type Item } from './explanation.js';
import { outlineOf, type OutlineGroup, type OutlineStep } from './outline.js';
import type { Explaining } from './subject.js';
import { code, zh } from './text.js';

function headOf(group: OutlineGroup, { locale, names }: Explaining): string {
  const en = locale === 'en';
  switch (group.kind) {
    case 'case': {
      const when = explainCondition(group.when.condition, locale, names);
      return en ? `If ${when}:` : zh`若${when}：`;
    }
    case 'otherwise':
      return en ? 'Otherwise:' : '否则：';
    case 'lane':
      return en ? `Lane ${code(group.id)}:` : zh`泳道${code(group.id)}：`;
  }
}

function items(steps: readonly OutlineStep[], about: Explaining): readonly Item[] {
  return steps.map(({ step, groups }): Item => {
    const { text, below } = explainStep(step, about);
    return { text, as: 'step', below: [...below, ...groups.map((group) => groupItem(group, about))] };
  });
}

function groupItem(group: OutlineGroup, about: Explaining): Item {
  const head = headOf(group, about);
  if (group.steps.length === 0) return point(about.locale === 'en' ? `${head} nothing is done.` : `${head}不做任何事。`);
  return point(head, items(group.steps, about));
}

/** What holds for every step that says nothing else. */
function usually({ plan, locale }: Explaining): Item {
  const en = locale === 'en';
  const has = (...verbs: readonly StepVerb[]): boolean => Object.values(plan.steps).some(({ verb }) => verbs.includes(verb));
  const policy = POLICIES[DEFAULTS.ifItFails];
  const parts = [
    has('email', 'in_app', 'webhook', 'chat', 'set')
      ? en
        ? 'what cannot be delivered because the other side does not answer is tried again for up to three days'
        : '对方无响应时，最多重试三天'
      : '',
    has('task')
      ? en
        ? "a task for somebody the account does not have is the CSM's, and without a CSM it stands in the list for anybody"
        : '客户没有任务的负责人时归 CSM，没有 CSM 时留在待认领列表'
      : '',
    en
      ? `when a value or a recipient is missing, or a step fails, nothing is sent, ${policy.en}`
      : `缺少取值或收件人，或步骤失败时，不发送，${policy.zh}`,
  ].filter((part) => part !== '');
  return paragraph(
    en ? `Where a step says nothing else (default): ${parts.join('; ')}.` : `未另行说明时（默认）：${parts.join('；')}。`,
  );
}

/** All steps, nested as their author nested them. */
export function explainSteps(about: Explaining): readonly Item[] {
  const { plan, locale } = about;
  const outline = outlineOf(plan);
  if (outline.length === 0) return [point(locale === 'en' ? 'There are no steps.' : '没有步骤。')];
  return [usually(about), ...items(outline, about)];
}
