const asked = new Map<string, boolean>();

/** True for an IANA time zone that this program can compute in. Asking Intl is slow, so answers are kept. */
export function knownZone(zone: string): boolean {
  const answered = asked.get(zone);
  if (answered !== undefined) return answered;
  // Names are typed by people: more than this many different ones are no names.
  if (asked.size > 1_000) asked.clear();
  const known = isZone(zone);
  asked.set(zone, known);
  return known;
}

function isZone(zone: string): boolean {
  if (!/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
