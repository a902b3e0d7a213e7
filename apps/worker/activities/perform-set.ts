import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import type { AttributeDefinition, Catalogue } from '../../../workflows/model/catalogue.js';
import type { FactValue } from '../../../workflows/model/fact.js';
import type { SetStep } from '../../../workflows/model/plan.js';
import { catalogueInForce } from '../../../prisma/read-models/catalogue-in-force.js';
import { writeAttribute } from '../../../prisma/stores/attribute-store.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import { failStep } from './failure.js';
import type { Failure } from './failure.js';
import { hasLeft, leaving } from './leaving.js';
import { settledAt } from './settled-at.js';
import { stepOf } from './step-of.js';

/** Carries out a `set` step: writes an attribute of the account, once per step key, with what was there before. */
export async function performSet(deps: ActivityDependencies, input: PerformInput): Promise<PerformResult> {
  if (hasLeft(deps, input)) return leaving(input);
  const pinned = await deps.readPlaybook(input.playbook, input.version);
  const { attribute, to: value } = stepOf<SetStep>(pinned.plan, input, 'set');
  const refused = refusalOf(await catalogueInForce(deps.db), attribute, value);
  if (refused) return failStep(deps, input, refused);
  const at = settledAt(deps.clock, input.at, deps.machineNow());
  const { runId, key: stepKey, account: accountId } = input;
  const result = await writeAttribute(deps.db, { runId, stepKey, accountId, attribute, value, at });
  switch (result.status) {
    case 'run_exiting':
      return leaving(input);
    case 'no_account':
      return failStep(deps, input, {
        word: 'no_account',
        because: { en: 'there is no such account any more', zh: '该客户已不存在' },
      });
    case 'written': {
      const detail = { attribute, before: result.before, after: value };
      return { settlement: { status: 'done', outcome: 'set', detail }, settledAt: at };
    }
  }
}

/** The catalogue in force may not be the one the plan was compiled with. Null = the value fits. */
function refusalOf(catalogue: Catalogue | null, attribute: string, value: FactValue): Failure | null {
  const declared = catalogue?.attributes ?? {};
  const definition = Object.hasOwn(declared, attribute) ? declared[attribute] : undefined;
  if (!definition) {
    return {
      word: 'unknown_attribute',
      because: { en: `the catalogue in force declares no attribute ${attribute}`, zh: `现行目录未声明属性 ${attribute}` },
    };
  }
  if (fits(definition, value)) return null;
  const { type } = definition;
  return {
    word: 'wrong_type',
    because: {
      en: `the attribute ${attribute} is a ${type} in the catalogue in force, and the value is not one it may have`,
      zh: `现行目录中属性 ${attribute} 的类型为 ${type}，所给的值不符`,
    },
  };
}

function fits({ type, values }: AttributeDefinition, value: FactValue): boolean {
  switch (type) {
    case 'number':
    case 'percent':
      return typeof value === 'number' && Number.isFinite(value);
    case 'yes_no':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    case 'text':
      return typeof value === 'string' && (values === null || values.includes(value));
  }
}
