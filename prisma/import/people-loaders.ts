import { RowRejected } from './field-reader.js';
import { excerpt, indexed, needed, wordValue, yesNoValue } from './field-values.js';
import { isZone } from './read-mapping.js';
import type { SectionLoader } from './section-loader.js';
import { LOCALES } from './sections.js';

const STATUSES = ['trial', 'active', 'churned'];
const zones = new Map<string, boolean>();

function zoneValue(zone: string): string {
  const known = zones.get(zone) ?? isZone(zone);
  zones.set(zone, known);
  if (!known) throw new RowRejected(`timezone "${excerpt(zone)}" is not known; write one such as Europe/Berlin`);
  return zone;
}

export const membersLoader: SectionLoader = {
  section: 'members',
  staging: { id: 'text', name: 'text', email: 'text', manager: 'text', active: 'boolean' },
  key: ([id]) => String(id),
  read: ({ id, name, email, manager, active }, cells) => [
    indexed('id', needed('id', id?.(cells) ?? null)),
    needed('name', name?.(cells) ?? null),
    email?.(cells) ?? null,
    manager?.(cells) ?? null,
    yesNoValue('active', active?.(cells) ?? null, true),
  ],
  accepted: ([id], { members }) => void members.add(String(id)),
  merge: [
    `INSERT INTO members (id, name, email, active) SELECT id, name, email, active FROM staged
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, active = excluded.active`,
    // A manager may stand below the people he manages; one that is nobody is left out.
    `UPDATE members m SET manager_id = boss.id
     FROM staged s LEFT JOIN members boss ON boss.id = s.manager WHERE m.id = s.id`,
  ],
};

export const accountsLoader: SectionLoader = {
  section: 'accounts',
  staging: {
    id: 'text',
    name: 'text',
    status: 'text',
    segment: 'text',
    muted: 'boolean',
    locale: 'text',
    timezone: 'text',
    csm: 'text',
    attributes: 'jsonb',
  },
  key: ([id]) => String(id),
  read: ({ id, name, status, segment, muted, locale, timezone, csm }, cells, { known, defaults, extras, note }) => {
    const owner = csm?.(cells) ?? null;
    if (owner !== null && !known.members.has(owner)) note(`csm "${excerpt(owner)}" is not a member; taken without a CSM`);
    return [
      indexed('id', needed('id', id?.(cells) ?? null)),
      needed('name', name?.(cells) ?? null),
      wordValue('status', status?.(cells) ?? null, STATUSES, 'active'),
      segment?.(cells) ?? null,
      yesNoValue('muted', muted?.(cells) ?? null, false),
      wordValue('locale', locale?.(cells) ?? null, LOCALES, defaults.locale),
      zoneValue(timezone?.(cells) ?? defaults.timezone),
      owner !== null && known.members.has(owner) ? owner : null,
      extras(cells),
    ];
  },
  accepted: ([id, , , , , , timezone], { accounts }) => void accounts.set(String(id), String(timezone)),
  merge: [
    `INSERT INTO accounts (id, name, status, segment, muted, locale, timezone, csm_id, attributes)
     SELECT id, name, status, segment, muted, locale, timezone, csm, attributes FROM staged
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, status = excluded.status, segment = coalesce(excluded.segment, accounts.segment),
       muted = excluded.muted, locale = excluded.locale, timezone = excluded.timezone, csm_id = excluded.csm_id,
       attributes = excluded.attributes, updated_at = now()`,
  ],
};

export const contactsLoader: SectionLoader = {
  section: 'contacts',
  staging: {
    id: 'text',
    account: 'text',
    name: 'text',
    email: 'text',
    role: 'text',
    locale: 'text',
    active: 'boolean',
    traits: 'jsonb',
  },
  key: ([id]) => String(id),
  read: ({ id, account, name, email, role, locale, active }, cells, { known, extras }) => {
    const owner = needed('account', account?.(cells) ?? null);
    if (!known.accounts.has(owner)) throw new RowRejected(`account "${excerpt(owner)}" is not known`);
    const language = locale?.(cells) ?? null;
    return [
      indexed('id', needed('id', id?.(cells) ?? null)),
      owner,
      name?.(cells) ?? null,
      email?.(cells) ?? null,
      indexed('role', role?.(cells) ?? 'end_user'),
      language === null ? null : wordValue('locale', language, LOCALES, 'en'),
      yesNoValue('active', active?.(cells) ?? null, true),
      extras(cells),
    ];
  },
  merge: [
    `INSERT INTO contacts (id, account_id, name, email, role, locale, active, traits)
     SELECT id, account, name, email, role, locale, active, traits FROM staged
     ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, name = excluded.name, email = excluded.email, role = excluded.role,
       locale = excluded.locale, active = excluded.active, traits = excluded.traits`,
  ],
};
