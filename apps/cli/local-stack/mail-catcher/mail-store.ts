import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser, type AddressObject } from 'mailparser';

/** One line of the index: what the SMTP conversation said. */
export interface StoredMail {
  readonly id: number;
  readonly receivedAt: string;
  /** Envelope, not headers. */
  readonly from: string;
  readonly to: readonly string[];
  readonly file: string;
}

/** A caught message as it reads. */
export interface CaughtMessage extends StoredMail {
  readonly messageId: string | null;
  readonly subject: string;
  readonly sender: string;
  readonly recipients: string;
  readonly copies: string;
  readonly text: string;
  readonly html: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const INDEX = 'index.jsonl';

/** Caught mail in a folder: raw messages and an index, both only ever added to. */
export class MailStore {
  #index: StoredMail[] = [];
  readonly #read = new Map<number, CaughtMessage>();

  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, INDEX);
    if (!existsSync(file)) return;
    const lines = readFileSync(file, 'utf8').split('\n');
    // The last line may have been cut by a crash: its sender got no answer and sends again.
    for (const line of lines) {
      try {
        if (line !== '') this.#index.push(JSON.parse(line) as StoredMail);
      } catch {
        appendFileSync(file, '\n');
      }
    }
  }

  get list(): readonly StoredMail[] {
    return this.#index;
  }

  /** Written before the sender hears "250": what was accepted is kept. */
  add(envelope: { readonly from: string; readonly to: readonly string[] }, raw: Buffer, receivedAt: Date): StoredMail {
    const id = (this.#index.at(-1)?.id ?? 0) + 1;
    const file = `${String(id).padStart(6, '0')}.eml`;
    writeFileSync(join(this.folder, file), raw);
    const mail: StoredMail = { id, receivedAt: receivedAt.toISOString(), from: envelope.from, to: envelope.to, file };
    appendFileSync(join(this.folder, INDEX), `${JSON.stringify(mail)}\n`);
    this.#index.push(mail);
    return mail;
  }

  /** Null when there is no such message. */
  async message(id: number): Promise<CaughtMessage | null> {
    const known = this.#read.get(id);
    if (known !== undefined) return known;
    const mail = this.#index.find((entry) => entry.id === id);
    if (mail === undefined) return null;
    const parsed = await simpleParser(readFileSync(join(this.folder, mail.file)), { skipImageLinks: true, skipTextToHtml: true });
    const message: CaughtMessage = {
      ...mail,
      messageId: parsed.messageId ?? null,
      subject: parsed.subject ?? '',
      sender: addressText(parsed.from),
      recipients: addressText(parsed.to),
      copies: addressText(parsed.cc),
      text: parsed.text ?? '',
      html: typeof parsed.html === 'string' ? parsed.html : null,
      headers: Object.fromEntries(parsed.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()])),
    };
    this.#read.set(id, message);
    return message;
  }

  /** All messages, oldest first. */
  async messages(): Promise<readonly CaughtMessage[]> {
    const all = await Promise.all(this.#index.map((mail) => this.message(mail.id)));
    return all.filter((message) => message !== null);
  }
}

function addressText(address: AddressObject | AddressObject[] | undefined): string {
  if (address === undefined) return '';
  return (Array.isArray(address) ? address : [address]).map((entry) => entry.text).join(', ');
}
