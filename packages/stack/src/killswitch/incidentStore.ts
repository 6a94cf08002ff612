import type { S3 } from '@aws-sdk/client-s3';
import type { Incident } from './incident.ts';
import { isJoinedId, principalKey } from './incidentId.ts';
import { ifThere } from './step.ts';

/** Incidents as objects of the evidence bucket. */
export interface IncidentStore {
  /** Makes the object unless it is there. False where another was first. */
  open(incident: Incident): Promise<boolean>;
  save(incident: Incident): Promise<void>;
  /** Makes the object of a further read, or counts the read in the one that is there. */
  count(joined: Incident): Promise<void>;
  read(id: string): Promise<Incident | undefined>;
  /** The incidents of one principal or of all, the latest first. */
  list(principalArn?: string): Promise<readonly Listed[]>;
  /** What joined them, the latest first. */
  listJoined(principalArn?: string): Promise<readonly Listed[]>;
  /** How many principals but this one were contained without a person's word since then. */
  othersSince(principalArn: string, sinceMs: number): Promise<number>;
}

export interface Listed {
  readonly id: string;
  readonly changedMs: number;
}

export function incidentStore(s3: S3, Bucket: string): IncidentStore {
  const put = (incident: Incident, condition: { IfNoneMatch?: string; IfMatch?: string }) =>
    s3.putObject({
      Bucket,
      Key: keyOf(incident.id),
      Body: JSON.stringify(incident, null, 2),
      ContentType: 'application/json',
      ...condition,
    });
  const get = async (id: string) => {
    const found = await ifThere(s3.getObject({ Bucket, Key: keyOf(id) }));
    if (found === undefined) return undefined;
    const incident = JSON.parse(await found.Body!.transformToString()) as Incident;
    return { incident, IfMatch: found.ETag! };
  };
  const listOf = async (folder: string, principalArn?: string) => {
    const own = principalArn === undefined ? '' : `${principalKey(principalArn)}-`;
    return listedOf(folder, await list(s3, Bucket, `${folder}${own}`));
  };
  return {
    async open(incident) {
      const first = await isFirst(put(incident, { IfNoneMatch: '*' }));
      const { state, trigger, openedAt, principal } = incident;
      if (first && state === 'working' && trigger.by === 'read') {
        const Key = `${hourOf(Date.parse(openedAt))}/${principalKey(principal.arn)}`;
        // Without the mark, the limit of an hour is only reached later.
        await s3.putObject({ Bucket, Key, Body: principal.arn }).catch(() => undefined);
      }
      return first;
    },
    save: async (incident) => void (await put(incident, {})),
    async count(joined) {
      for (let tries = 0; tries < triesMax; tries += 1) {
        const there = await get(joined.id);
        const counted = there && { ...there.incident, reads: (there.incident.reads ?? 1) + 1 };
        const { IfMatch } = there ?? {};
        const condition = IfMatch === undefined ? { IfNoneMatch: '*' } : { IfMatch };
        if (await isFirst(put(counted ?? joined, condition))) return;
      }
    },
    read: async (id) => (await get(id))?.incident,
    list: (principalArn) => listOf(incidents, principalArn),
    listJoined: (principalArn) => listOf(joins, principalArn),
    async othersSince(principalArn, sinceMs) {
      const marks = await list(s3, Bucket, containedAt, hourOf(sinceMs));
      const recent = marks.filter(({ changedMs }) => changedMs >= sinceMs);
      const others = new Set(recent.map(({ key }) => key.split('/').at(-1)));
      others.delete(principalKey(principalArn));
      return others.size;
    },
  };
}

async function isFirst(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (lostRace.has((error as Error).name)) return false;
    throw error;
  }
}

/** S3 answers the second when two are at it at the very same time. */
const lostRace = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

/** Of those who count at once, so many times one is first; what is lost then is a number. */
const triesMax = 5;

const incidents = 'incidents/';
const joins = 'joined/';
const keyOf = (id: string) => `${isJoinedId(id) ? joins : incidents}${id}.json`;
const containedAt = 'contained/';
const hourOf = (ms: number) => `${containedAt}${new Date(ms).toISOString().slice(0, 13)}`;

const listedOf = (folder: string, objects: readonly { key: string; changedMs: number }[]) =>
  objects
    .filter(({ key }) => key.endsWith('.json'))
    .map(
      ({ key, changedMs }): Listed => ({
        id: key.slice(folder.length, -'.json'.length),
        changedMs,
      }),
    )
    .sort((one, other) => other.changedMs - one.changedMs);

async function list(s3: S3, Bucket: string, Prefix: string, StartAfter?: string) {
  const listed: { readonly key: string; readonly changedMs: number }[] = [];
  let ContinuationToken: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await s3.listObjectsV2({ Bucket, Prefix, StartAfter, ContinuationToken });
    for (const { Key, LastModified } of answer.Contents ?? []) {
      listed.push({ key: Key!, changedMs: LastModified!.getTime() });
    }
    ContinuationToken = answer.NextContinuationToken;
    if (ContinuationToken === undefined) break;
  }
  return listed;
}

/** Ten thousand objects. */
const pagesMax = 10;
