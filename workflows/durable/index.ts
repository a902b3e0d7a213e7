// The entry of the workflow bundle: every function exported here is a workflow type, so nothing else may be.
export { playbookRun } from './playbook-run.js';
