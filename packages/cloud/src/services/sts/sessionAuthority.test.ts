import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Clients, startTestCloud, type TestCloud } from '@tocsin/testkit';

const file = join(
  import.meta.dirname,
  '../../../../../../shared/data/aws-captures/secretsmanager/authority.json',
);
const skip = existsSync(file) ? false : 'needs ../shared/data';

interface Capture {
  readonly account: string;
  readonly region: string;
  readonly prefix: string;
  readonly observations: readonly Observation[];
}

interface Observation {
  readonly label: string;
  readonly actor: string;
  readonly service: 'iam' | 'sts' | 'secretsmanager';
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly result: { readonly code: string; readonly error?: { readonly Message: string } };
}

/** AWS needed seconds until the new role could be assumed; here a change acts at once. */
const propagation = new Set(['assume-identity-denied-0']);

test('does: what AWS let roles and narrowed sessions do to a secret', { skip }, async () => {
  const text = readFileSync(file, 'utf8');
  const { account, region, prefix } = JSON.parse(text) as Capture;
  await using cloud = await startTestCloud({ accountId: account, region });
  const actors = new Map([['account-caller', await accountCaller(cloud)]]);
  const { ARN } = await cloud.secretsmanager.createSecret({
    Name: `${prefix}-base`,
    SecretString: 'synthetic',
  });
  const recorded = `arn:aws:secretsmanager:${region}:${account}:secret:${prefix}-base-ooplL1`;
  const { observations } = JSON.parse(text.replaceAll(recorded, ARN!)) as Capture;
  for (const observed of observations) {
    if (propagation.has(observed.label)) continue;
    const { label, actor, result } = observed;
    const answer = await call(actors.get(actor)!, observed).catch((error: Error) => error);
    const code = answer instanceof Error ? answer.name : 'Success';
    assert.equal(code, result.code, `${label}: ${(answer as Error).message}`);
    if (answer instanceof Error) assert.equal(answer.message, result.error!.Message, label);
    else if (observed.operation === 'assume-role') {
      const who = String(observed.input.RoleSessionName).slice(prefix.length + 1);
      actors.set(who, sessionOf(cloud, answer.Credentials!));
    }
  }
});

interface Answer {
  readonly Credentials?: Record<'AccessKeyId' | 'SecretAccessKey' | 'SessionToken', string>;
}

/** `get-secret-value`, as the command line has it, is `getSecretValue` of the SDK. */
function call(clients: Clients, { service, operation, input }: Observation): Promise<Answer> {
  const method = operation.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const client = clients[service] as unknown as Record<string, (input: object) => Promise<Answer>>;
  return client[method]!(input);
}

function sessionOf(cloud: TestCloud, credentials: NonNullable<Answer['Credentials']>): Clients {
  const { AccessKeyId, SecretAccessKey, SessionToken } = credentials;
  return cloud.as({
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
  });
}

async function accountCaller(cloud: TestCloud): Promise<Clients> {
  const UserName = 'Delegated';
  await cloud.iam.createUser({ UserName });
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await cloud.iam.attachUserPolicy({ UserName, PolicyArn });
  const { AccessKey } = await cloud.iam.createAccessKey({ UserName });
  const { AccessKeyId, SecretAccessKey } = AccessKey!;
  return cloud.as({
    credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey! },
  });
}
