import type { Config, Principal, World } from '@tocsin/stack/killswitch';
import { findBox, whichBox } from '../box/find.ts';
import { type Environment, Failure, UsageError } from '../command.ts';
import { value } from '../options.ts';
import type { ClientConfiguration } from './clientConfiguration.ts';
import { loadKillSwitch } from './loadKillSwitch.ts';

/** What the commands of incidents take to find the account, its evidence and its topic. */
export const whichAccount = {
  ...whichBox,
  bucket: value({
    placeholder: 'NAME',
    help: "The bucket with the evidence; by default the deployed kill-switch's.",
    read: (text) => (/^[a-z0-9][a-z0-9.-]{2,62}$/.test(text) ? text : undefined),
    wants: 'the name of a bucket',
  }),
};

interface Which {
  readonly port: number | undefined;
  readonly data: string | undefined;
  readonly bucket: string | undefined;
}

/** An account to work in, with the settings of the kill-switch that is deployed there. */
export interface Account {
  readonly world: World;
  readonly config: Config;
  readonly accountId: string;
  readonly callerArn: string;
  /** For a person: which account this is, and who answers for it. */
  readonly place: string;
}

/**
 * The account that the environment leads to, as for any client of AWS; the running box where the
 * environment leads nowhere, or where the options say so.
 */
export async function openAccount(which: Which, environment: Environment): Promise<Account> {
  const { createClients, globalRegionOf, realTime } = await loadKillSwitch();
  const { options, answers } = await connection(which, environment);
  try {
    const { sts } = createClients(options, 'us-east-1');
    const { Account: accountId = '', Arn: callerArn = '' } = await sts.getCallerIdentity({});
    const clients = createClients(options, globalRegionOf(callerArn));
    const region = await sts.config.region();
    return {
      world: { clients, time: realTime },
      config: await settings(which, options, `tocsin-evidence-${accountId}-${region}`),
      accountId,
      callerArn,
      place: `account ${accountId}, ${region}, at ${answers}`,
    };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${answers} cannot be asked: ${inShort(error)}`);
  }
}

/** Where clients connect, and a name for whoever answers there. */
export async function connection(which: Pick<Which, 'port' | 'data'>, environment: Environment) {
  const asksForBox = which.port !== undefined || which.data !== undefined;
  if (!asksForBox && leadsTo.some((name) => environment[name])) {
    const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
    const options: ClientConfiguration = region ? { region } : {};
    return { options, answers: environment.AWS_ENDPOINT_URL ?? 'AWS' };
  }
  const { endpoint, region, accessKeyId, secretAccessKey } = await findBox(which, environment);
  const options: ClientConfiguration = {
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  };
  return { options, answers: endpoint };
}

const leadsTo = ['AWS_ENDPOINT_URL', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID'];

/** The deployed function's own settings, so that both do the same and write to one place. */
async function settings(
  { bucket }: Which,
  options: ClientConfiguration,
  usualBucket: string,
): Promise<Config> {
  const { configOf, ConfigError, killSwitchName } = await loadKillSwitch();
  const { Lambda } = await import('@aws-sdk/client-lambda');
  const deployed = await new Lambda(options)
    .getFunctionConfiguration({ FunctionName: killSwitchName })
    .catch(() => undefined);
  const environment = deployed?.Environment?.Variables ?? {};
  const EVIDENCE_BUCKET = bucket ?? environment.EVIDENCE_BUCKET ?? usualBucket;
  try {
    return configOf({ ...environment, EVIDENCE_BUCKET });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Failure(`The function ${killSwitchName} has a wrong setting. ${error.message}`);
  }
}

/** An ARN, or `user/NAME` and `role/NAME` of this account. */
export async function readPrincipal(
  text: string | undefined,
  { callerArn, accountId }: Account,
): Promise<Principal> {
  const { principalOfArn } = await loadKillSwitch();
  if (text === undefined) throw new UsageError('Say whom: an ARN, user/NAME or role/NAME.');
  const partition = callerArn.split(':')[1];
  const isShort = /^(?:user|role)\/[\w+=,.@/-]+$/.test(text);
  const arn = isShort ? `arn:${partition}:iam::${accountId}:${text}` : text;
  const principal = principalOfArn(arn);
  if (!principal) {
    throw new UsageError(`'${text}' is no principal. Write an ARN, user/NAME or role/NAME.`);
  }
  if (principal.accountId !== accountId) {
    throw new Failure(`${arn} is of another account than ${accountId}.`);
  }
  return principal;
}

export function inShort(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
}
