import type { S3 } from '@aws-sdk/client-s3';
import type { Incident } from './incident.ts';
import { principalKey } from './incidentId.ts';
import { ifThere } from './step.ts';

/** Incidents as objects of the evidence bucket. */
export interface IncidentStore {
  /** Makes the object unless it is there. False where another was first. */
  open(incident: Incident): Promise<boolean>;
  save(incident: Incident): Promise<void>;
  read(id: string): Promise<Incident | undefined>;
  list(): Promise<readonly Listed[]>;
}

export interface Listed {
  readonly id: string;
  readonly changedMs: number;
}

export function incidentStore(s3: S3, Bucket: string): IncidentStore {
  const put = (incident: Incident, condition: { IfNoneMatch?: string }) =>
    s3.putObject({
      Bucket,
      Key: keyOf(incident.id),
      Body: JSON.stringify(incident, null, 2),
      ContentType: 'application/json',
      ...condition,
    });
  return {
    async open(incident) {
      try {
        await put(incident, { IfNoneMatch: '*' });
        return true;
      } catch (error) {
        if (lostRace.has((error as Error).name)) return false;
        throw error;
      }
    },
    save: async (incident) => void (await put(incident, {})),
    async read(id) {
      const found = await ifThere(s3.getObject({ Bucket, Key: keyOf(id) }));
      return found && (JSON.parse(await found.Body!.transformToString()) as Incident);
    },
    list: () => list(s3, Bucket),
  };
}

/** S3 answers the second when two are at it at the very same time. */
const lostRace = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

const prefix = 'incidents/';
const keyOf = (id: string) => `${prefix}${id}.json`;

async function list(s3: S3, Bucket: string): Promise<Listed[]> {
  const listed: Listed[] = [];
  let ContinuationToken: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await s3.listObjectsV2({ Bucket, Prefix: prefix, ContinuationToken });
    for (const { Key, LastModified } of answer.Contents ?? []) {
      const id = /^incidents\/([\w-]+)\.json$/.exec(Key!)?.[1];
      if (id !== undefined) listed.push({ id, changedMs: LastModified!.getTime() });
    }
    ContinuationToken = answer.NextContinuationToken;
    if (ContinuationToken === undefined) break;
  }
  return listed;
}

/** Ten thousand incidents. */
const pagesMax = 10;

/** The incidents of one principal, the latest first. */
export function ofPrincipal(listed: readonly Listed[], principalArn: string): Listed[] {
  const own = `${principalKey(principalArn)}-`;
  return listed
    .filter(({ id }) => id.startsWith(own))
    .sort((one, other) => other.changedMs - one.changedMs);
}

/** How many principals but this one had an incident since then. */
export function othersSince(listed: readonly Listed[], principalArn: string, sinceMs: number) {
  const keys = listed.filter((each) => each.changedMs >= sinceMs).map(({ id }) => id.split('-')[0]);
  const others = new Set(keys);
  others.delete(principalKey(principalArn));
  return others.size;
}
