import { type Clients, type Credentials, clientsOf } from '@tocsin/testkit';
import { type MailServer, startMailServer } from '../tests/walkthroughs/mailServer.ts';
import {
  alarmOn,
  countReads,
  createReader,
  createSecrets,
  createTopic,
  createTrail,
  sendTrailToLogs,
} from '../tests/walkthroughs/secretMonitor.ts';
import { type Child, startChild } from './child.ts';
import type { CloudInfo } from './cloudServer.ts';
import { launcherFlags } from './launcherFlags.ts';

/** The monitor of the walkthrough, in a process of its own, with a real SMTP server beside it. */
export interface Monitor {
  readonly child: Child<CloudInfo>;
  readonly mailServer: MailServer;
  readonly admin: Clients;
  /** The clients of the user who reads the secret. */
  readonly reader: Clients;
  /** Clients with other credentials, or in another Region. */
  as(who: { readonly credentials?: Credentials; readonly region?: string }): Clients;
  stop(): Promise<void>;
}

export async function startMonitor(): Promise<Monitor> {
  const mailServer = await startMailServer();
  const child = await startChild<CloudInfo>('./cloudServer.ts', mailServer.url, launcherFlags);
  const endpoint = `http://127.0.0.1:${child.info.port}`;
  const as: Monitor['as'] = ({ credentials = child.info, region = 'us-east-1' }) =>
    clientsOf(endpoint, credentials, region);
  const admin = as({});
  await createSecrets(admin);
  const reader = await createReader({ ...admin, as } as Parameters<typeof createReader>[0]);
  await createTrail(admin);
  await sendTrailToLogs(admin);
  await createTopic(admin, mailServer, 'SecurityAlarms');
  await countReads(admin, 'theSecret');
  await admin.cloudwatch.putMetricAlarm(alarmOn('theSecret', { Period: 60 }));
  return {
    child,
    mailServer,
    admin,
    reader,
    as,
    async stop() {
      await child.stop();
      await mailServer.stop();
    },
  };
}
