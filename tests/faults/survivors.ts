import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import type { BoxClients } from './clients.ts';
import { bucket, type Cell, type Ledger, namespace } from './load.ts';

/** Everything that was acknowledged is there, and with it the record of each call. */
export async function checkState(clients: BoxClients, ledger: Ledger) {
  await checkHistory(clients, ledger);
  checkCells('secret', ledger.secrets, await secretsOf(clients));
  checkCells('user', ledger.users, await usersOf(clients));
  checkCells('object', ledger.objects, await objectsOf(clients));
  for (const [name, count] of ledger.metrics) {
    const put = await countOf(clients, namespace, name);
    const { acknowledged, underWay } = count;
    const isIn = acknowledged <= put && put <= acknowledged + underWay;
    assert.ok(isIn, `metric ${name}: ${put} of ${acknowledged} + ${underWay}`);
    Object.assign(count, { acknowledged: put, underWay: 0 });
  }
}

function checkCells(what: string, expected: Map<string, Cell>, found: ReadonlyMap<string, string>) {
  for (const [name, { acknowledged, underWay }] of expected) {
    const value = found.get(name);
    const isIn = value === acknowledged || (value !== undefined && underWay.has(value));
    const known = `${acknowledged} was acknowledged, under way: ${[...underWay]}`;
    assert.ok(isIn, `${what} ${name} is ${value}; ${known}`);
    if (value === undefined) expected.delete(name);
    else expected.set(name, { acknowledged: value, underWay: new Set() });
  }
  for (const name of found.keys())
    assert.ok(expected.has(name), `${what} ${name} came from nowhere`);
}

/** The calls since the last crash are in the event history: newest first, so that it is short. */
async function checkHistory({ cloudtrail }: BoxClients, { calls, inHistory }: Ledger) {
  const missing = new Map(
    [...calls].filter(([id, name]) => !dataEvents.has(name) && !inHistory.has(id)),
  );
  let NextToken: string | undefined;
  do {
    const page = await cloudtrail.lookupEvents({ MaxResults: 50, NextToken });
    for (const { CloudTrailEvent } of page.Events ?? []) {
      const { requestID } = JSON.parse(CloudTrailEvent!) as { requestID: string };
      if (missing.delete(requestID)) inHistory.add(requestID);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined && missing.size > 0);
  assert.deepEqual([...missing], [], 'not in the event history');
}

/** The event history has management events alone; the records of these are checked at the end. */
const dataEvents = new Set(['Publish', 'PutMetricData', 'PutObject']);

export async function secretsOf({ secretsmanager }: Pick<BoxClients, 'secretsmanager'>) {
  const values = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const Filters = [{ Key: 'name' as const, Values: ['w'] }];
    const page = await secretsmanager.batchGetSecretValue({ Filters, MaxResults: 20, NextToken });
    assert.deepEqual(page.Errors ?? [], []);
    for (const { Name, SecretString } of page.SecretValues ?? []) values.set(Name!, SecretString!);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return values;
}

export async function usersOf({ iam }: Pick<BoxClients, 'iam'>) {
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await iam.listUsers({ MaxItems: 1000, Marker });
    names.push(...page.Users!.map(({ UserName }) => UserName!));
    Marker = page.Marker;
  } while (Marker !== undefined);
  return new Map(names.filter((name) => name.startsWith('w')).map((name) => [name, name]));
}

async function objectsOf({ s3 }: BoxClients) {
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: bucket });
  const hashes = new Map<string, string>();
  for (const { Key } of Contents) {
    const { Body } = await s3.getObject({ Bucket: bucket, Key });
    hashes.set(Key!, hash('sha256', await Body!.transformToByteArray()));
  }
  return hashes;
}

export async function countOf(
  { cloudwatch }: Pick<BoxClients, 'cloudwatch'>,
  Namespace: string,
  MetricName: string,
) {
  const { Datapoints = [] } = await cloudwatch.getMetricStatistics({
    Namespace,
    MetricName,
    StartTime: new Date(Date.now() - 3_600_000),
    EndTime: new Date(Date.now() + 60_000),
    Period: 3_600,
    Statistics: ['SampleCount'],
  });
  return Datapoints.reduce((sum, { SampleCount }) => sum + SampleCount!, 0);
}
