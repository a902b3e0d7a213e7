import MailComposer from 'nodemailer/lib/mail-composer';

export interface Address {
  readonly name: string;
  readonly address: string;
}

export interface Letter {
  readonly from: Address;
  readonly to: Address;
  readonly cc: Address | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly runId: string;
  /** Machine time. */
  readonly date: Date;
}

/** The bytes of a message. Addresses go in as name and address, never as text to parse; files and URLs stay shut. */
export function composeMail(letter: Letter): Promise<Buffer> {
  const composer = new MailComposer({
    from: { ...letter.from },
    to: [{ ...letter.to }],
    ...(letter.cc ? { cc: [{ ...letter.cc }] } : {}),
    subject: letter.subject,
    text: letter.text,
    ...(letter.html === null ? {} : { html: letter.html }),
    messageId: `<${letter.messageId}>`,
    date: letter.date,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Sopwith-Run': letter.runId },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
