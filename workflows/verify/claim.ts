/** How strong a number on a report is; every number carries one. */
export type Claim = 'E' | 'O' | 'C' | 'P' | 'S';

/** What may be said about a number of each kind, and what it takes. */
export const CLAIMS: Readonly<Record<Claim, string>> = {
  E: 'executed: what was done, from step records',
  O: 'observed after the playbook, at the date fixed in it; not proven to be its effect',
  C: 'compared with similar accounts',
  P: 'proven: randomised control group, everyone counted as assigned, with interval',
  S: 'recognised by those who were asked',
};
