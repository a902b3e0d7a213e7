import { isMailAddress } from '../../shared/is-mail-address.js';
import type { Address } from './compose-mail.js';

/** A display name without line breaks and control characters. */
export function displayName(name: string | null | undefined): string {
  return (name ?? '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/** Reads a sender such as `Customer Success <success@example.com>`; null = not one plain address. */
export function parseSender(text: string): Address | null {
  const match = /^(.*)<([^<>]*)>$/u.exec(text.trim());
  const address = (match ? match[2] : text)?.trim();
  if (!isMailAddress(address)) return null;
  return { name: displayName(match?.[1]?.replace(/^\s*"|"\s*$/gu, '')), address };
}
