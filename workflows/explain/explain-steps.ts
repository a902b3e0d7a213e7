import { explainCondition } from './explain-condition.js';
import { explainStep } from './explain-step.js';
import { point, type Item } from './explanation.js';
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

/** All steps, nested as their author nested them. */
export function explainSteps(about: Explaining): readonly Item[] {
  const { plan, locale } = about;
  const outline = outlineOf(plan);
  if (outline.length === 0) return [point(locale === 'en' ? 'There are no steps.' : '没有步骤。')];
  return items(outline, about);
}
