import { defineSearchAttributeKey } from '@temporalio/common';

/** What runs can be searched by in Temporal's own UI: ids and times only, no personal data. */
export const PB_PLAYBOOK = defineSearchAttributeKey('PbPlaybook', 'KEYWORD');
/** The version a run follows. */
export const PB_VERSION = defineSearchAttributeKey('PbVersion', 'INT');
export const PB_ACCOUNT = defineSearchAttributeKey('PbAccount', 'KEYWORD');
/** `running`, `paused` or `verifying`; that a run is over is Temporal's own `ExecutionStatus`. */
export const PB_STATUS = defineSearchAttributeKey('PbStatus', 'KEYWORD');
/** When the run goes on by itself, in business time, as of the last change of its status. */
export const PB_DUE_AT = defineSearchAttributeKey('PbDueAt', 'DATETIME');
/** The member whom the run was handed to; not set = the account's own CSM. */
export const PB_CSM = defineSearchAttributeKey('PbCsm', 'KEYWORD');

/** All of them: a server must know these names before the first run starts. */
export const SEARCH_ATTRIBUTES = [PB_PLAYBOOK, PB_VERSION, PB_ACCOUNT, PB_STATUS, PB_DUE_AT, PB_CSM] as const;
