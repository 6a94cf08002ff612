import { hash } from 'node:crypto';
import { ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import type { Chance } from './chance.ts';
import type { BoxClients } from './clients.ts';

/** What a value may be after a crash: what was acknowledged last, or what was under way. */
export interface Cell {
  acknowledged: string | undefined;
  readonly underWay: Set<string>;
}

/** Everything that the clients were told: what must be there after the crash. */
export interface Ledger {
  /** By request id, in their order. */
  readonly calls: Map<string, string>;
  /** The ids of those that were found in the event history. */
  readonly inHistory: Set<string>;
  readonly secrets: Map<string, Cell>;
  readonly users: Map<string, Cell>;
  /** Keys with the hashes of their objects. */
  readonly objects: Map<string, Cell>;
  /** How often each metric was put: at least and at most. */
  readonly metrics: Map<string, { acknowledged: number; underWay: number }>;
  /** Acknowledged messages. */
  readonly messages: Set<string>;
}

export function newLedger(): Ledger {
  return {
    calls: new Map(),
    inHistory: new Set(),
    secrets: new Map(),
    users: new Map(),
    objects: new Map(),
    metrics: new Map(),
    messages: new Set(),
  };
}

export const namespace = 'Faults';
export const bucket = 'faults';
export const topicArn = 'arn:aws:sns:us-east-1:123456789012:faults';

/** As many clients as this call at once until the box is gone. Rejects when it refuses one. */
export async function hammer(clients: BoxClients, ledger: Ledger, chance: Chance): Promise<void> {
  const workers = Array.from({ length: workersCount }, (_, number) =>
    work({ clients, ledger, chance, own: `w${number}`, secrets: [] }),
  );
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected' && !isLost(end.reason)) throw end.reason;
}

const workersCount = 8;

interface Worker {
  readonly clients: BoxClients;
  readonly ledger: Ledger;
  readonly chance: Chance;
  /** Begins the names of what this worker alone changes. */
  readonly own: string;
  readonly secrets: string[];
}

/** Never returns: ends with the error of the call that the crash cut off. */
async function work(worker: Worker): Promise<never> {
  for (;;) await worker.chance.pick(tasks)(worker);
}

/** The errors of AWS know whose fault they are; a lost connection does not. */
const isLost = (error: unknown) => !(error instanceof Error && '$fault' in error);

type Task = (worker: Worker) => Promise<void>;

const createSecret: Task = async (worker) => {
  const { ledger, chance, clients, own } = worker;
  const Name = `${own}/${chance.word()}`;
  const SecretString = chance.word();
  await change(ledger, ledger.secrets, [Name, SecretString], 'CreateSecret', () =>
    clients.secretsmanager.createSecret({ Name, SecretString }),
  );
  worker.secrets.push(Name);
};

const putSecret: Task = async ({ ledger, chance, clients, secrets }) => {
  const SecretId = chance.pick(secrets);
  if (SecretId === undefined) return;
  const SecretString = chance.word();
  await change(ledger, ledger.secrets, [SecretId, SecretString], 'PutSecretValue', () =>
    clients.secretsmanager.putSecretValue({ SecretId, SecretString }),
  );
};

const readSecret: Task = async ({ ledger, chance, clients, secrets }) => {
  const SecretId = chance.pick(secrets);
  if (SecretId === undefined) return;
  const read = await acknowledged(ledger, 'GetSecretValue', () =>
    clients.secretsmanager.getSecretValue({ SecretId }),
  );
  const { acknowledged: known } = ledger.secrets.get(SecretId)!;
  if (read.SecretString !== known) throw new Fault(`${SecretId} is ${read.SecretString}`);
};

/** A refusal is an answer too, and has its record. */
const readNoSecret: Task = async ({ ledger, clients }) => {
  try {
    await clients.secretsmanager.getSecretValue({ SecretId: 'none' });
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    ledger.calls.set(error.$metadata.requestId!, 'GetSecretValue');
  }
};

const createUser: Task = async ({ ledger, chance, clients, own }) => {
  const UserName = `${own}.${chance.word()}`;
  await change(ledger, ledger.users, [UserName, UserName], 'CreateUser', () =>
    clients.iam.createUser({ UserName }),
  );
};

const putMetric: Task = async ({ ledger, clients, own: MetricName }) => {
  const count = ledger.metrics.get(MetricName) ?? { acknowledged: 0, underWay: 0 };
  ledger.metrics.set(MetricName, count);
  count.underWay += 1;
  const MetricData = [{ MetricName, Value: 1 }];
  await acknowledged(ledger, 'PutMetricData', () =>
    clients.cloudwatch.putMetricData({ Namespace: namespace, MetricData }),
  );
  count.underWay -= 1;
  count.acknowledged += 1;
};

const publish: Task = async ({ ledger, chance, clients, own }) => {
  const Message = `message-${own}-${chance.word()}.`;
  await acknowledged(ledger, 'Publish', () => clients.sns.publish({ TopicArn: topicArn, Message }));
  ledger.messages.add(Message);
};

/** Objects of both kinds: those in the database, and those that are files (above 64 KB). */
const putObject: Task = async ({ ledger, chance, clients, own }) => {
  const Key = `${own}/${chance.below(4)}`;
  const size = chance.pick([0, 10, 5_000, 70_000, 200_000]);
  const Body = Buffer.alloc(size, chance.word());
  await change(ledger, ledger.objects, [Key, hash('sha256', Body)], 'PutObject', () =>
    clients.s3.putObject({ Bucket: bucket, Key, Body }),
  );
};

const tasks: readonly Task[] = [
  createSecret,
  putSecret,
  putSecret,
  readSecret,
  readSecret,
  readNoSecret,
  createUser,
  putMetric,
  publish,
  putObject,
];

async function change(
  ledger: Ledger,
  cells: Map<string, Cell>,
  [name, value]: readonly [name: string, value: string],
  eventName: string,
  call: () => Promise<Answer>,
) {
  const cell = cells.get(name) ?? { acknowledged: undefined, underWay: new Set<string>() };
  cells.set(name, cell);
  cell.underWay.add(value);
  await acknowledged(ledger, eventName, call);
  cell.acknowledged = value;
  cell.underWay.clear();
}

async function acknowledged<A extends Answer>(
  { calls }: Ledger,
  eventName: string,
  call: () => Promise<A>,
): Promise<A> {
  const answer = await call();
  calls.set(answer.$metadata.requestId!, eventName);
  return answer;
}

interface Answer {
  readonly $metadata: { readonly requestId?: string };
}

/** What the box itself got wrong, as an error of its own kind. */
class Fault extends Error {
  readonly $fault = 'server';
}
