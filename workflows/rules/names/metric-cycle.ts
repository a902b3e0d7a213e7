import type { RuleDefinition } from '../rule.js';

export const metricCycle: RuleDefinition = {
  code: 'metric-cycle',
  family: 'names',
  severity: 'error',
  says: 'Metrics defined through each other.',
  saysZh: '指标互相定义。',
  why: 'A ratio of ratios, or of itself, has no number to begin with.',
  wrong: {
    'metrics.yaml': `metrics:
  logins: { count: events, of: login, per: week }
  monthly_logins: { count: events, of: login, per: month }
  seats_bought: { seats: bought, per: day }
  rate: { ratio: [rate, seats_bought], per: day }
`,
  },
  right: {
    'metrics.yaml': `metrics:
  logins: { count: events, of: login, per: week }
  monthly_logins: { count: events, of: login, per: month }
  seats_bought: { seats: bought, per: day }
  seats_opened: { open: contacts, from: seat_opened, until: seat_closed, within: term, per: day }
  rate: { ratio: [seats_opened, seats_bought], per: day }
`,
  },
};
