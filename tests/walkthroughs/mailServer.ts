import { EventEmitter, on, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail as its reader sees it: taken by a real SMTP server, read by a real mail parser. */
export interface ReceivedMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** The mail server of the people who are alarmed, on loopback. */
export interface MailServer {
  readonly url: string;
  /** Everything that came, oldest first. */
  readonly mails: readonly ReceivedMail[];
  /** The oldest mail, come or still to come, that nobody took before and that fits. */
  take(fits: (mail: ReceivedMail) => boolean, what: string): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  const post = new EventEmitter();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: closeTimeoutMs,
    async onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      mails.push(receivedMail(await PostalMime.parse(Buffer.concat(chunks))));
      done();
      post.emit('mail');
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;

  const take: MailServer['take'] = async (fits, what) => {
    const find = () => mails.find((mail) => !taken.has(mail) && fits(mail));
    const signal = AbortSignal.timeout(patienceMs);
    const arrivals = on(post, 'mail', { signal });
    try {
      let mail = find();
      while (!mail) {
        await arrivals.next();
        mail = find();
      }
      taken.add(mail);
      return mail;
    } catch (error) {
      const came = mails.map(({ to, subject }) => `${to}: ${subject}`).join('\n');
      throw new Error(`No mail came: ${what}. What came:\n${came}`, { cause: error });
    } finally {
      await arrivals.return?.();
    }
  };
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, mails, take, stop };
}

const closeTimeoutMs = 50;
const patienceMs = 30_000;

function receivedMail({ to, from, subject, text }: Email): ReceivedMail {
  return {
    to: to?.[0]?.address ?? '',
    from: from?.address ?? '',
    subject: subject ?? '',
    text: text ?? '',
  };
}

/** Clicks the first link in a mail; the page's text. */
export async function clickLink({ text }: ReceivedMail): Promise<string> {
  const link = /http:\/\/\S+/.exec(text)?.[0];
  if (link === undefined) throw new Error(`There is no link in this mail:\n${text}`);
  const page = await fetch(link);
  if (!page.ok) throw new Error(`${link} answers ${page.status}: ${await page.text()}`);
  return page.text();
}
