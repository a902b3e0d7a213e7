/** Where and how mail is handed over. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps://`); otherwise STARTTLS is used when the server offers it. */
  readonly secure: boolean;
  /** `?requireTLS=true`: refuse to send without STARTTLS. */
  readonly requireTLS: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

/** An address of a mail server that cannot be used. */
export class SmtpAddressError extends Error {
  readonly code = 'bad-smtp-address';

  constructor(reason: string) {
    super(`SMTP_URL cannot be used: ${reason}. Write smtp://host:port or smtps://user:password@host:465.`);
    this.name = 'SmtpAddressError';
  }
}

/**
 * Reads `smtp://user:password@host:port` (port 587 by default) or `smtps://...` (465).
 * @throws SmtpAddressError without repeating a password.
 */
export function smtpSettings(address: string): SmtpSettings {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new SmtpAddressError('it is not a URL');
  }
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') throw new SmtpAddressError(`the scheme is ${url.protocol}//`);
  if (url.hostname === '') throw new SmtpAddressError('it names no host');
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: url.searchParams.get('requireTLS') === 'true',
    auth: user === '' ? null : { user, pass: decodeURIComponent(url.password) },
  };
}
