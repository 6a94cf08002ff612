import { createTransport } from 'nodemailer';
import type { Settings } from '../../../kernel/settings.ts';
import type { Failure } from './deadLetter.ts';
import type { Letter } from './letter.ts';

/** Gives a mail to the SMTP relay. Resolves with the failure, if there was one. */
export async function relay(
  letter: Letter,
  messageId: string,
  smtpUrl: string,
  settings: Settings,
): Promise<Failure | undefined> {
  try {
    await transportOf(smtpUrl, settings).sendMail({
      from: { name: letter.fromName, address: settings.mailFrom },
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: letter.text,
      // Lines that end in a space stay as they are, whatever the reader makes of flowed text.
      textEncoding: 'quoted-printable',
      // A mail that is sent twice, after a crash, can be told by its id.
      messageId: `<${messageId}@${settings.mailFrom.split('@').at(-1)}>`,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return undefined;
  } catch (error) {
    return failureOf(error as SmtpError);
  }
}

/** Closes the connections to the relay, when the cloud stops. */
export function closeRelay(settings: Settings) {
  transports.get(settings)?.close();
  transports.delete(settings);
}

/** One pool of connections for each running cloud, open while there is mail to send. */
const transports = new WeakMap<Settings, ReturnType<typeof openTransport>>();

function transportOf(smtpUrl: string, settings: Settings) {
  const open = transports.get(settings);
  if (open) return open;
  const transport = openTransport(smtpUrl);
  transports.set(settings, transport);
  return transport;
}

function openTransport(url: string) {
  return createTransport({
    url,
    pool: true,
    maxConnections: 4,
    maxMessages: Number.POSITIVE_INFINITY,
    // Once more at once if the relay closed an idle connection; else the job tries again later.
    maxRequeues: 1,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  });
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
}

/** A relay that refuses this recipient or this text will refuse it tomorrow; all else may pass. */
function failureOf({ code = 'SMTP', responseCode = 0, message }: SmtpError): Failure {
  const ofThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return { code, message, permanent: ofThisMail && responseCode >= 500 };
}
