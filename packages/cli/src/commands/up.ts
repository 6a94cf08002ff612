import { resolve } from 'node:path';
import type { Cloud, CloudOptions } from '@tocsin/cloud';
import { defaultDataFolder, defaultPort, ownName } from '../box/home.ts';
import { type Box, readRunFiles, removeRunFile, writeRunFile } from '../box/runFile.ts';
import { type RunningBox, untilItEnds } from '../box/untilItEnds.ts';
import {
  type Call,
  command,
  type Environment,
  Failure,
  type OptionTable,
  UsageError,
} from '../command.ts';
import {
  accountOption,
  addressOption,
  adminKeyForm,
  adminKeyOption,
  choice,
  flag,
  folderOption,
  list,
  mailAddressOption,
  portOption,
  readAdminKey,
  regionOption,
  smtpOption,
} from '../options.ts';
import { packNames, whichRules } from '../rules/whichRules.ts';
import { version } from '../version.ts';

const options = {
  port: portOption(`Listen on this port; 0 takes any free one. (${defaultPort})`),
  data: folderOption('Keep the data in this folder. ($TOCSIN_HOME/data)'),
  memory: flag('Keep the data in memory: it ends with the box.'),
  account: accountOption('The account’s id. (000000000000)'),
  region: regionOption('The Region of calls that name none. (us-east-1)'),
  adminKey: adminKeyOption(
    'The administrator’s access key, for CI that needs a fixed one; else one is made at the first start. $TOCSIN_ADMIN_KEY does the same and shows in no list of processes.',
  ),
  smtp: smtpOption('Send mail through this relay; else it is kept in the mailbox.'),
  mailFrom: mailAddressOption('Where mail comes from. (no-reply@sns.amazonaws.com)'),
  pace: choice(
    ['instant', 'aws'],
    'Whether deliveries come at once or take the time they do on AWS.',
  ),
  clock: choice(
    ['system', 'virtual'],
    'A virtual clock stands still until `tocsin clock advance`.',
  ),
  detect: list({
    placeholder: 'PACK',
    help: `Ring for the detections of this pack (${packNames.join(', ')}); see: tocsin findings.`,
    read: (text) => packNames.find((pack) => pack === text),
    wants: `a pack (${packNames.join(', ')})`,
  }),
  config: whichRules.config,
  rules: whichRules.rules,
  host: addressOption('Listen on this address: others can reach the box then. (127.0.0.1)'),
  allowHost: list({
    placeholder: 'NAME',
    help: 'Answer requests to this host name, besides localhost.',
    read: (text) => (/^[\w.-]+$/.test(text) ? text.toLowerCase() : undefined),
    wants: 'a host name without a port',
  }),
} satisfies OptionTable;

export const up = command({
  summary: 'Start the box: AWS in one process, until Ctrl-C.',
  details:
    'Listens on loopback alone unless --host says otherwise. At the first start it makes an administrator with a random access key; `tocsin env` hands it to the shell.',
  options,
  examples: [
    { line: 'tocsin up', says: 'Data in ~/.tocsin/data, and there again after a restart.' },
    { line: 'tocsin up --memory --port 0', says: 'For a test: any free port, nothing is left.' },
    { line: 'tocsin up --smtp smtp://127.0.0.1:1025', says: 'Alarm mails leave through a relay.' },
    { line: 'tocsin up --clock virtual', says: 'Time passes when you say so (tocsin clock).' },
    { line: 'tocsin up --detect essential', says: 'Then: tocsin findings --follow' },
  ],
  async run(call) {
    const { terminal, environment } = call;
    const detector = await detectorOf(call);
    const given = { ...cloudOptions(call), ...(detector ? { detector } : {}) };
    const running = await startBox(given, call);
    // Listened for before the greeting: who reads it may end the box at once.
    const ended = untilItEnds(running, call);
    greet(running.box, call);
    await ended;
    terminal.print(
      `The box on port ${running.box.port} has ended.${stays(running.box, environment)}`,
    );
  },
});

type UpCall = Call<typeof options>;

type Surroundings = Pick<Call, 'terminal' | 'environment'>;

/**
 * Starts a box. After `tocsin reset` it starts again by itself, empty, with the same port and the
 * same administrator's key. Throws a Failure where the port or the data folder is taken.
 */
export async function startBox(
  given: CloudOptions,
  { terminal, environment }: Surroundings,
): Promise<RunningBox> {
  const { startCloud, DataFolderError } = await import('@tocsin/cloud');
  const end = Promise.withResolvers<'down' | 'fatal'>();
  let cloud: Cloud;
  let box: Box;
  const start = async (options: CloudOptions) => {
    cloud = await startCloud({
      ...options,
      onDefect: (error) => terminal.warn(`${terminal.paint.bad('defect:')} ${inspect(error)}`),
      onStopped(reason) {
        removeRunFile(box, environment);
        if (reason !== 'reset') end.resolve(reason);
        else start({ ...options, port: box.port, adminKey: box }).catch(end.reject);
      },
    });
    box = boxOf(cloud, options);
    writeRunFile(box, environment);
    return box;
  };
  try {
    await start(given);
  } catch (error) {
    if (error instanceof DataFolderError) throw new Failure(error.message);
    throw explained(error, given, environment);
  }
  return {
    box: box!,
    ended: end.promise,
    async stop() {
      await cloud.stop();
      removeRunFile(box, environment);
    },
  };
}

export class PortInUse extends Failure {}

/** The detections of the packs that are switched on, and of the user's own rules. */
async function detectorOf({ options, terminal }: UpCall): Promise<CloudOptions['detector']> {
  if (options.detect.length === 0 && options.rules.length === 0) {
    if (options.config === undefined) return undefined;
    throw new UsageError(
      '--config says how detections are set: name some with --detect or --rules.',
    );
  }
  const { openRulebook } = await import('../rules/rulebook.ts');
  const { createDetector } = await import('@tocsin/detect');
  const which = { ...options, pack: options.detect, minLevel: undefined };
  return createDetector(openRulebook(which, terminal).selected);
}

function cloudOptions({ options, environment }: UpCall): CloudOptions {
  const { data, memory, account, region, smtp, mailFrom, host, port } = options;
  if (memory && data !== undefined) {
    throw new UsageError('--memory and --data exclude each other: the data is in one place.');
  }
  const given = { accountId: account, region, smtpUrl: smtp, mailFrom, host };
  const adminKey = options.adminKey ?? keyFrom(environment);
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(adminKey ? { adminKey } : {}),
    data: memory ? 'memory' : { folder: resolve(data ?? defaultDataFolder(environment)) },
    port: port ?? defaultPort,
    pace: options.pace,
    clock: options.clock,
    extraHosts: [...options.allowHost, ...(host === undefined ? [] : [hostName(host)])],
  };
}

function keyFrom({ TOCSIN_ADMIN_KEY: text }: Environment) {
  if (!text) return undefined;
  const key = readAdminKey(text);
  if (!key) throw new UsageError(`$TOCSIN_ADMIN_KEY is not ${adminKeyForm}.`);
  return key;
}

function boxOf(cloud: Cloud, { data }: CloudOptions): Box {
  const { administrator, endpoint, settings, port } = cloud;
  return {
    pid: process.pid,
    port,
    endpoint,
    ...(data === 'memory' ? {} : { data: data.folder }),
    accountId: settings.accountId,
    region: settings.region,
    accessKeyId: administrator.accessKeyId,
    secretAccessKey: administrator.secretAccessKey,
    startedMs: Date.now(),
    version,
  };
}

const hostName = (address: string) => (address.includes(':') ? `[${address}]` : address);

function greet(box: Box, { options, terminal, environment }: UpCall) {
  const { paint, print, warn } = terminal;
  const { host } = options;
  if (host !== undefined && host !== '::1' && !host.startsWith('127.')) {
    warn(paint.bad(`WARNING: this box listens on ${host}, not on loopback alone.`));
    warn(
      'Whoever reaches that address can knock. Signatures are checked, but nothing is encrypted.',
    );
  }
  const port = box.port === defaultPort ? '' : ` --port ${box.port}`;
  const own = ownName(environment);
  const row = (name: string, what: string) => print(`  ${paint.dim(name.padEnd(8))} ${what}`);
  print(`${paint.strong('tocsin')} ${version} answers AWS at ${paint.accent(box.endpoint)}`);
  row('account', `${box.accountId}, ${box.region}`);
  row('data', box.data ?? 'in memory: it ends with the box');
  row('mail', options.smtp ? 'through the relay' : `kept here: ${own} mail --follow${port}`);
  row('go on', `${paint.accent(`eval "$(${own} env${port})"`)}  then: aws sts get-caller-identity`);
  row('end', `Ctrl-C, or: ${own} down${port}`);
}

function stays({ data }: Box, environment: Environment): string {
  if (data === undefined) return '';
  const where = data === defaultDataFolder(environment) ? '' : ` --data ${data}`;
  return ` Its data stays; go on with: ${ownName(environment)} up${where}`;
}

function explained(error: unknown, { port, host, data }: CloudOptions, environment: Environment) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    const own = readRunFiles(environment).find((box) => box.port === port);
    const whose = own ? `another tocsin (process ${own.pid})` : 'another program';
    return new PortInUse(`Port ${port} is in use by ${whose}. Give this box another one: --port 0`);
  }
  const isOfFolder = folderCodes.has(code ?? '') && !/listen/.test(message);
  if (isOfFolder && data !== 'memory') {
    return new Failure(`The data folder ${data.folder} cannot be written. Choose one: --data DIR`);
  }
  if (code === 'EACCES')
    return new Failure(`Port ${port} needs privileges. Choose one above 1023.`);
  if (code === 'EADDRNOTAVAIL') return new Failure(`This machine has no address ${host}.`);
  return error;
}

/** No right to write, a file in the way, a file system that is read-only or full. */
const folderCodes = new Set(['EACCES', 'EPERM', 'EEXIST', 'ENOTDIR', 'EROFS', 'ENOSPC']);

const inspect = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
