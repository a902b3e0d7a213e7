/** Statuses of a run that is under way. */
export const LIVE_STATUSES = ['starting', 'running', 'paused', 'verifying'] as const;

/** The same as a list for SQL. */
export const LIVE = `('${LIVE_STATUSES.join("', '")}')`;
