import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { World } from './clients.ts';
import { type Config, matchesAny } from './config.ts';
import { type Facts, honeytokenTag } from './gate.ts';
import { incidentStore, type Listed } from './incidentStore.ts';
import { ownArn } from './ownArn.ts';
import type { Principal } from './principal.ts';
import { ifThere, isMissing } from './step.ts';
import type { Trigger } from './trigger.ts';

export interface Gathered {
  /** With its path, and the id of its session. */
  readonly principal: Principal;
  readonly facts: Facts;
  readonly secrets: readonly TouchedSecret[];
  /** The incidents that it had before. */
  readonly listed: readonly Listed[];
}

export interface TouchedSecret {
  readonly arn: string;
  readonly honeytoken: boolean;
  /** Whether its reads count: a honeytoken's always do. */
  readonly watched: boolean;
}

/**
 * Reads all that the decision needs, at once: the denial goes out one round trip later, however
 * many incidents there are.
 */
export async function gather(
  principal: Principal,
  trigger: Trigger,
  config: Config,
  world: World,
): Promise<Gathered> {
  const { s3, sts, secretsIn } = world.clients;
  const store = incidentStore(s3, config.evidenceBucket);
  const [there, secrets, listed, othersThisHour, own] = await Promise.all([
    findPrincipal(principal, world),
    Promise.all(
      trigger.secrets.map((id) =>
        findSecret(secretsIn(regionOf(id) ?? trigger.region), id, config),
      ),
    ),
    // Containment does not wait for the evidence to be in order: a lost bucket must not help.
    store.list(principal.arn).catch(() => []),
    store.othersSince(principal.arn, world.time.now() - hourMs).catch(() => 0),
    ownArn(sts),
  ]);
  const known = secrets.filter((secret) => secret !== undefined);
  const facts: Facts = {
    ...there,
    byPerson: trigger.by === 'person',
    touchesHoneytoken: known.some(({ honeytoken }) => honeytoken),
    ownArn: own,
    othersThisHour,
  };
  return { principal: there.principal, facts, secrets: known, listed };
}

const hourMs = 3_600_000;

async function findPrincipal(principal: Principal, { clients }: World) {
  if (principal.reach === 'none' || principal.kind === 'other') {
    return { principal, tags: {}, exists: true };
  }
  const { kind, name } = principal;
  try {
    const found =
      kind === 'user'
        ? (await clients.iam.getUser({ UserName: name })).User!
        : (await clients.iam.getRole({ RoleName: name })).Role!;
    const id = 'RoleId' in found ? found.RoleId : undefined;
    const { session } = principal;
    const tags = Object.fromEntries((found.Tags ?? []).map(({ Key, Value }) => [Key!, Value!]));
    return {
      principal: {
        ...principal,
        arn: found.Arn!,
        path: found.Path!,
        session: session && { ...session, userId: session.userId || `${id}:${session.name}` },
      },
      tags,
      exists: true,
    };
  } catch (error) {
    return { principal, tags: undefined, exists: !isMissing(error) };
  }
}

const regionOf = (secretId: string) => /^arn:[\w-]+:secretsmanager:([\w-]+):/.exec(secretId)?.[1];

/** The secret by its whole ARN; undefined where there is none by this name. */
async function findSecret(
  secretsmanager: SecretsManager,
  SecretId: string,
  { honeytokens, watch }: Config,
): Promise<TouchedSecret | undefined> {
  const touched = (arn: string, name: string, tagged: boolean): TouchedSecret => {
    const isIn = (list: readonly string[]) => matchesAny(list, arn) || matchesAny(list, name);
    const honeytoken = tagged || isIn(honeytokens);
    return { arn, honeytoken, watched: honeytoken || isIn(watch) };
  };
  try {
    const found = await ifThere(secretsmanager.describeSecret({ SecretId }));
    if (!found) return undefined;
    const tag = found.Tags?.find(({ Key }) => Key === honeytokenTag);
    // A replica takes no policy: its primary's reaches it.
    const arn = found.PrimaryRegion
      ? found.ARN!.split(':').with(3, found.PrimaryRegion).join(':')
      : found.ARN!;
    return touched(arn, found.Name!, tag?.Value === 'true');
  } catch {
    // A secret that may not be described may still be listed, and may still take a policy.
    return touched(SecretId, SecretId, false);
  }
}
