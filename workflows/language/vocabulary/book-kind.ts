/** What a file of a book can hold, as `kind:` says it. */
export const BOOK_KINDS = ['Playbook', 'Metrics', 'Health', 'Segments', 'Lifecycle', 'Calendars', 'Solutions'] as const;

export type BookKind = (typeof BOOK_KINDS)[number];
