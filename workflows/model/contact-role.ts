/** What somebody at the customer is to us: the words that imports, recipients and conditions share. */
export const CONTACT_ROLES = ['end_user', 'key_user', 'champion', 'decision_maker', 'admin'] as const;

export type ContactRole = (typeof CONTACT_ROLES)[number];
