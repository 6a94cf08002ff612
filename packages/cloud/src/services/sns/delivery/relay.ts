import type { Context } from '../../../kernel/context.ts';
import { libraries } from '../../../kernel/libraries.ts';
import { defineMemory } from '../../../kernel/memory.ts';
import type { Failure } from './deadLetter.ts';
import type { Letter } from './letter.ts';

/** Gives a mail to the SMTP relay. Resolves with the failure, if there was one. */
export async function relay(
  letter: Letter,
  messageId: string,
  context: Context,
): Promise<Failure | undefined> {
  const { mailFrom } = context.settings;
  try {
    await context.memory(transport).sendMail({
      from: { name: letter.fromName, address: mailFrom },
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: letter.text,
      // Lines that end in a space stay as they are, whatever the reader makes of flowed text.
      textEncoding: 'quoted-printable',
      // A mail that is sent twice, after a crash, can be told by its id.
      messageId: `<${messageId}@${mailFrom.split('@').at(-1)}>`,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return undefined;
  } catch (error) {
    return failureOf(error as SmtpError);
  }
}

/** A pool of connections, open while there is mail to send. */
const transport = defineMemory({
  open: ({ smtpUrl }) =>
    libraries.nodemailer.createTransport({
      url: smtpUrl,
      pool: true,
      maxConnections: 4,
      maxMessages: Number.POSITIVE_INFINITY,
      // Once more at once if the relay closed an idle connection; else the job tries again later.
      maxRequeues: 1,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    }),
  close: (open) => open.close(),
});

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
}

/** A relay that refuses this recipient or this text will refuse it tomorrow; all else may pass. */
function failureOf({ code = 'SMTP', responseCode = 0, message }: SmtpError): Failure {
  const ofThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return { code, message, permanent: ofThisMail && responseCode >= 500 };
}
