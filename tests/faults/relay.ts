import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A real SMTP relay that can go away and come back at the same port. */
export interface Relay {
  readonly url: string;
  /** The mails that it took, as they came, oldest first. */
  readonly mails: readonly string[];
  /** Resolves with the text of the mails once `enough` says so; rejects when they do not come. */
  until(enough: (mails: readonly string[]) => boolean, what: string): Promise<readonly string[]>;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  const mails: string[] = [];
  let server = newServer(mails);
  const port = await listen(server, 0);
  const leave = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    leave,
    async until(enough, what) {
      const deadlineMs = Date.now() + patienceMs;
      while (!enough(mails)) {
        if (Date.now() > deadlineMs) throw new Error(`No such mail came: ${what}.`);
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      return mails;
    },
    async comeBack() {
      server = newServer(mails);
      await listen(server, port);
    },
  };
}

function newServer(mails: string[]): SMTPServer {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 50,
    async onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk);
      } catch {
        return;
      }
      // What is said to be taken is taken: the sender may be killed before it hears so.
      mails.push(unfolded(Buffer.concat(chunks).toString('latin1')));
      done();
    },
  });
  // A sender that is killed in the middle of a mail is no fault of the relay.
  server.on('error', () => {});
  return server;
}

/** Quoted-printable without its soft line breaks: what the tests look for is plain ASCII. */
const unfolded = (raw: string) => raw.replace(/=\r\n/g, '').replace(/=3D/g, '=');

async function listen(server: SMTPServer, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return (server.server.address() as AddressInfo).port;
}

/** Opens the link with which the reader of a mail confirms the subscription. */
export async function confirm(mail: string): Promise<void> {
  const link = /http:\/\/127\S+/.exec(mail)?.[0];
  if (link === undefined) throw new Error(`There is no link in this mail:\n${mail}`);
  const page = await fetch(link);
  if (!page.ok) throw new Error(`${link} answers ${page.status}`);
}

const patienceMs = 20_000;
const pollMs = 10;
