/** The parts of a book, in the order in which they are written (later ones refer to earlier ones). */
export const SECTIONS = ['members', 'accounts', 'contacts', 'subscriptions', 'events', 'metrics'] as const;
export type Section = (typeof SECTIONS)[number];

/** Languages that messages are written in. */
export const LOCALES: readonly string[] = ['en', 'zh'];

export interface SectionShape {
  readonly file: string;
  /** Field -> column it is read from when the mapping says nothing. */
  readonly fields: Readonly<Record<string, string>>;
  readonly required: readonly string[];
  /** Columns beyond the fields are kept (attributes, traits, properties). */
  readonly keeps: boolean;
  /** Without this file the whole folder makes no sense. */
  readonly mandatory: boolean;
}

export const SHAPES: Readonly<Record<Section, SectionShape>> = {
  members: {
    file: 'members.csv',
    fields: { id: 'member_id', name: 'name', email: 'email', manager: 'manager_id', active: 'active' },
    required: ['id', 'name'],
    keeps: false,
    mandatory: false,
  },
  accounts: {
    file: 'accounts.csv',
    fields: {
      id: 'account_id',
      name: 'name',
      status: 'status',
      segment: 'segment',
      muted: 'muted',
      locale: 'locale',
      timezone: 'timezone',
      csm: 'csm_id',
    },
    required: ['id', 'name'],
    keeps: true,
    mandatory: true,
  },
  contacts: {
    file: 'contacts.csv',
    fields: {
      id: 'contact_id',
      account: 'account_id',
      name: 'name',
      email: 'email',
      role: 'role',
      locale: 'locale',
      active: 'active',
    },
    required: ['id', 'account'],
    keeps: true,
    mandatory: false,
  },
  subscriptions: {
    file: 'subscriptions.csv',
    fields: { account: 'account_id', product: 'product', start: 'start_date', end: 'end_date', seats: 'seats', mrr: 'mrr' },
    required: ['account', 'product', 'start', 'end'],
    keeps: false,
    mandatory: false,
  },
  events: {
    file: 'events.csv',
    fields: { id: 'event_id', occurred_at: 'occurred_at', account: 'account_id', contact: 'contact_id', name: 'event' },
    required: ['id', 'occurred_at', 'account', 'name'],
    keeps: true,
    mandatory: false,
  },
  metrics: {
    file: 'metrics.csv',
    fields: { account: 'account_id', metric: 'metric', start: 'period_start', per: 'per', value: 'value' },
    required: ['account', 'metric', 'start', 'per', 'value'],
    keeps: false,
    mandatory: false,
  },
};
