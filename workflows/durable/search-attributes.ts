import { defineSearchAttributeKey } from '@temporalio/common';

/** What runs can be searched by in Temporal's own UI: ids and times only, no personal data. */
export const PB_PLAYBOOK = defineSearchAttributeKey('PbPlaybook', 'KEYWORD');
export const PB_ACCOUNT = defineSearchAttributeKey('PbAccount', 'KEYWORD');
export const PB_STATUS = defineSearchAttributeKey('PbStatus', 'KEYWORD');
/** When the run goes on by itself, in business time. */
export const PB_DUE_AT = defineSearchAttributeKey('PbDueAt', 'DATETIME');

/** All of them: a server must know these names before the first run starts. */
export const SEARCH_ATTRIBUTES = [PB_PLAYBOOK, PB_ACCOUNT, PB_STATUS, PB_DUE_AT] as const;
