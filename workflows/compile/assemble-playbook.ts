import type { Diagnostics } from '../language/diagnostics.js';
import { typedValue } from '../language/parameter-value.js';
import { flatten } from '../language/read-playbook.js';
import type { TemplatePaths } from '../language/template-paths.js';
import type { Locale } from '../model/localized-text.js';
import type { PlanTemplates, TemplateSource } from '../model/plan.js';
import type { AuthoredInclude, AuthoredStep, ParameterValue, Playbook } from '../model/playbook.js';
import { bindOutsideSteps, bindSteps, defaultsOf, printedParameters, type BoundParameters } from './bind-playbook.js';
import { bindTemplates } from './bind-template.js';
import { checkIncludes, checkTestsOfIncluded, isTooLarge, passedOn } from './check-includes.js';
import { mapSteps } from './map-steps.js';
import { includesOf, type PlaybookLibrary } from './playbook-library.js';
import { renameInCondition, renameInTemplate, renameInText, renameOutcome, type Renaming } from './rename-outcomes.js';

/** A playbook with nothing left to look up: parameters are constants, included steps stand in their places. */
export interface AssembledPlaybook {
  readonly playbook: Playbook;
  /** Its own templates, and those of included steps under `<include>/<name>`. */
  readonly templates: PlanTemplates;
}

interface Assembled {
  readonly steps: readonly AuthoredStep[];
  readonly templates: PlanTemplates;
}

/** Paths that a renaming has to find; all others stay as they are. */
function outcomePaths(steps: readonly AuthoredStep[]): TemplatePaths {
  const known = Object.fromEntries(flatten(steps).map(({ id }) => [`outcome.${id.value}`, 'value' as const]));
  return { known, openPrefix: 'account.attributes.' };
}

/** A template's place among those of the playbook that includes its own: no file can have that name. */
function templateKey(include: string, name: string): string {
  return name.includes('/') ? `${include}__${name}` : `${include}/${name}`;
}

/** Steps and templates of an included playbook, moved under the id of the step that includes it. */
function moved({ steps, templates }: Assembled, include: string): Assembled {
  const rename: Renaming = (id) => `${include}__${id}`;
  const paths = outcomePaths(steps);
  const source = ({ subject, html, text }: TemplateSource): TemplateSource => ({
    subject: renameInTemplate(subject, paths, rename),
    html: html === null ? null : renameInTemplate(html, paths, rename),
    text: renameInTemplate(text, paths, rename),
  });
  const content = (locales: PlanTemplates[string]): PlanTemplates[string] => {
    const renamed: Partial<Record<Locale, TemplateSource>> = {};
    if (locales.en) renamed.en = source(locales.en);
    if (locales.zh) renamed.zh = source(locales.zh);
    return renamed;
  };
  return {
    steps: mapSteps(steps, {
      id: rename,
      condition: (condition) => renameInCondition(condition, rename),
      duration: (duration) => duration,
      text: (text) => renameInText(text, paths, rename),
      template: (name) => templateKey(include, name),
      sent: (name) => renameOutcome(name, rename),
    }),
    templates: Object.fromEntries(
      Object.entries(templates).map(([name, locales]) => [templateKey(include, name), content(locales)]),
    ),
  };
}

/** The values that an included playbook's parameters get; all of them were checked. */
function valuesFor(include: AuthoredInclude, target: Playbook, outer: BoundParameters): BoundParameters {
  return new Map(
    target.parameters.map((parameter): [string, ParameterValue] => {
      const name = parameter.id.value;
      const argument = Object.hasOwn(include.with, name) ? include.with[name] : undefined;
      if (!argument) return [name, parameter.default];
      const passed = passedOn(argument);
      if (passed !== null) return [name, outer.get(passed) ?? parameter.default];
      const typed = typedValue(argument.value, parameter);
      return [name, 'value' in typed ? typed.value : parameter.default];
    }),
  );
}

/** Null = something that is included has errors. */
function assemble(playbook: Playbook, values: BoundParameters, own: PlanTemplates, library: PlaybookLibrary): Assembled | null {
  let templates = bindTemplates(own, printedParameters(playbook.parameters, values));
  let whole = true;
  const inPlace = (steps: readonly AuthoredStep[]): readonly AuthoredStep[] =>
    steps.flatMap((step): readonly AuthoredStep[] => {
      if (step.verb === 'branch') {
        const arms = step.arms.map((arm) => ({ ...arm, steps: inPlace(arm.steps) }));
        return [{ ...step, arms, otherwise: inPlace(step.otherwise) }];
      }
      if (step.verb === 'parallel')
        return [{ ...step, lanes: step.lanes.map((lane) => ({ ...lane, steps: inPlace(lane.steps) })) }];
      if (step.verb !== 'playbook') return [step];
      const target = library.find(step.playbook.value);
      const sent = target && library.templatesOf(target);
      const inner = target && sent && assemble(target, valuesFor(step, target, values), sent, library);
      if (!inner) {
        whole = false;
        return [];
      }
      const { steps: inside, templates: theirs } = moved(inner, step.id.value);
      templates = { ...templates, ...theirs };
      const { id, span, when } = step;
      // Left out as a whole, with the reason on record: a branch with one arm does just that.
      return when ? [{ id, span, verb: 'branch', arms: [{ when, steps: inside }], otherwise: [] }] : inside;
    });
  const steps = inPlace(bindSteps(playbook, values));
  return whole ? { steps, templates } : null;
}

function canBePutTogether(playbook: Playbook, library: PlaybookLibrary): boolean {
  return library.sizeOf(playbook) !== null && !isTooLarge(playbook, library);
}

/**
 * Puts a playbook together. Null after a report, or when an included playbook has errors, which are told there.
 * @param templates those it sends itself
 */
export function assemblePlaybook(
  playbook: Playbook,
  templates: PlanTemplates,
  library: PlaybookLibrary,
  diagnostics: Diagnostics,
): AssembledPlaybook | null {
  const before = diagnostics.errors();
  const includes = includesOf(playbook).length > 0;
  if (includes) checkIncludes(playbook, library, diagnostics);
  if (diagnostics.errors() > before || (includes && !canBePutTogether(playbook, library))) return null;
  const assembled = assemble(playbook, defaultsOf(playbook.parameters), templates, library);
  if (!assembled) return null;
  if (includes) checkTestsOfIncluded(playbook, assembled.steps, diagnostics);
  if (diagnostics.errors() > before) return null;
  return { playbook: { ...bindOutsideSteps(playbook), steps: assembled.steps }, templates: assembled.templates };
}
