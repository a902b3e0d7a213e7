// Deliberately narrow: what ordinary mailboxes look like, and nothing that SMTP or a header could read as structure.
const PLAIN = /^[^\s@<>()[\],;:\\"\p{Cc}]+@[^\s@<>()[\],;:\\"\p{Cc}]+$/u;
const LONGEST = 254;

/** True for one plain address that can safely stand in an envelope and a header. */
export function isMailAddress(text: string | null | undefined): text is string {
  return typeof text === 'string' && text.length <= LONGEST && PLAIN.test(text) && !text.includes('..');
}
