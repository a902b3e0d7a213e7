/** How local activities are tried again: until they succeed. */
export const RETRIED = {
  startToCloseTimeout: '30s',
  // Longer pauses become server timers, so that an outage of the database does not fill the history with heartbeats.
  localRetryThreshold: '5s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
} as const;
