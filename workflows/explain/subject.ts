import type { Catalogue } from '../model/catalogue.js';
import type { FactValue } from '../model/fact.js';
import type { Locale, LocalizedText } from '../model/localized-text.js';
import type { NotRunnable } from '../model/not-runnable.js';
import type { ParameterType, Plan, PlanTemplates } from '../model/plan.js';
import type { PlaybookTest } from '../model/playbook-test.js';
import type { Duration } from '../model/time.js';
import { explainNames, type ExplainNames } from './names.js';

/** A parameter that a playbook declares. */
export interface ExplainedParameter {
  readonly id: string;
  readonly type: ParameterType;
  readonly title: LocalizedText | null;
  readonly values: readonly string[] | null;
  readonly default: FactValue | Duration;
}

/** What there is to explain: a plan, and as much around it as is known. */
export interface ExplainSubject {
  readonly plan: Plan;
  readonly templates: PlanTemplates;
  /** Null = ids stand for themselves. */
  readonly catalogue: Catalogue | null;
  readonly parameters?: readonly ExplainedParameter[];
  readonly tests?: readonly PlaybookTest[];
  readonly notRunnable?: readonly NotRunnable[];
}

/** What every part of an explanation is written with. */
export interface Explaining {
  readonly locale: Locale;
  readonly names: ExplainNames;
  readonly plan: Plan;
  readonly templates: PlanTemplates;
}

export function explaining({ plan, templates, catalogue, parameters }: ExplainSubject, locale: Locale): Explaining {
  return { locale, names: explainNames(catalogue, locale, parameters), plan, templates };
}
