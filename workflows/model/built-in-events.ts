import type { EventDefinition } from './catalogue.js';

function event(id: string, en: string, zh: string): EventDefinition {
  return { id, title: { en, zh }, properties: {} };
}

/** Events that every book has: the product itself tells of them. */
export const BUILT_IN_EVENTS: readonly EventDefinition[] = [
  event('champion_left', 'The champion left the company', '客户方关键联系人离职'),
  event('decision_maker_left', 'The decision maker left the company', '客户方决策人离职'),
  event('admin_left', 'The admin left the company', '客户方管理员离职'),
  event('csm_changed', 'The account got another CSM', '更换客户成功经理'),
  event('contract_signed', 'A contract was signed', '签订合同'),
  event('contract_renewed', 'A contract was renewed', '合同续约'),
  event('account_churned', 'The account churned', '客户流失'),
  event('stage_entered', 'The account entered another lifecycle stage', '进入新的生命周期阶段'),
];
