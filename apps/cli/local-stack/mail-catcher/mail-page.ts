import type { CaughtMessage, StoredMail } from './mail-store.js';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as text, whatever it holds: mail comes from templates and customers' names. */
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
pre{white-space:pre-wrap;background:#8881;padding:1rem}iframe{width:100%;height:24rem;border:1px solid #8884;background:#fff}
.dim{opacity:.7}.time{white-space:nowrap}`;

/** To the second, in UTC. */
const timeText = (iso: string) => escapeHtml(iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z'));

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

/** The list, newest first. */
export function listPage(messages: readonly CaughtMessage[], total: number): string {
  const rows = [...messages]
    .reverse()
    .map(
      (mail) =>
        `<tr><td>${mail.id}</td><td>${escapeHtml(mail.recipients || mail.to.join(', '))}</td>` +
        `<td><a href="/messages/${mail.id}.html">${escapeHtml(mail.subject || '(no subject)')}</a></td>` +
        `<td class="dim time">${timeText(mail.receivedAt)}</td></tr>`,
    )
    .join('\n');
  const table =
    rows === ''
      ? '<p>Nothing caught yet.</p>'
      : `<table><tr><th>#</th><th>To</th><th>Subject</th><th>Received</th></tr>${rows}</table>`;
  const note = total > messages.length ? ` The newest ${messages.length} of ${total} are shown.` : '';
  return page(
    'Mail catcher',
    `<h1>Mail catcher</h1><p class="dim">Mail of this local stack. Nothing leaves this machine.${note} <a href="/messages.json">JSON</a></p>${table}`,
  );
}

/** One message: headers, text part, and the HTML part in a frame that may run nothing. */
export function messagePage(mail: CaughtMessage): string {
  const row = (name: string, value: string) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`;
  const html = mail.html === null ? '' : `<h2>HTML part</h2><iframe sandbox="" srcdoc="${escapeHtml(mail.html)}"></iframe>`;
  return page(
    mail.subject,
    `<p><a href="/">All mail</a></p><h1>${escapeHtml(mail.subject || '(no subject)')}</h1><table>` +
      row('From', mail.sender) +
      row('To', mail.recipients) +
      (mail.copies === '' ? '' : row('Cc', mail.copies)) +
      row('Envelope', `${mail.from} to ${mail.to.join(', ')}`) +
      row('Message-ID', mail.messageId ?? '') +
      row('Received', timeText(mail.receivedAt)) +
      `</table><h2>Text part</h2><pre>${escapeHtml(mail.text)}</pre>${html}<p><a href="/messages/${mail.id}.eml">Source</a></p>`,
  );
}

/** What a list says of a message. */
export function summary(mail: StoredMail & Partial<CaughtMessage>): Readonly<Record<string, unknown>> {
  const { id, receivedAt, from, to, subject, messageId } = mail;
  return { id, receivedAt, from, to, subject, messageId };
}
