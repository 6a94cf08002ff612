import { createHash } from 'node:crypto';
import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { Principal } from '../principal.ts';
import type { Step } from '../step.ts';

/**
 * Denies the principal in the secret's own resource policy, which Secrets Manager asks from the
 * next call on, while a change in IAM takes seconds to be known everywhere. The other statements
 * stay as they are.
 */
export function denySecret(
  secrets: SecretsManager,
  secretArn: string,
  principal: Principal,
  scope: 'principal' | 'session',
): Step {
  const statement = denial(principal, scope);
  const isOurs = ({ Sid }: Statement) => Sid === statement.Sid;
  const read = () => readPolicy(secrets, secretArn);
  return {
    name: 'deny on the secret',
    async apply() {
      const policy = await read();
      const others = statementsOf(policy).filter((each) => !isOurs(each));
      await writePolicy(secrets, secretArn, { ...policy, Statement: [...others, statement] });
      return `statement ${statement.Sid} in the policy of ${secretArn}`;
    },
    async readBack() {
      const found = statementsOf(await read()).find(isOurs);
      return JSON.stringify(found) === JSON.stringify(statement);
    },
    async undo() {
      const policy = await read();
      const others = statementsOf(policy).filter((each) => !isOurs(each));
      if (others.length > 0)
        await writePolicy(secrets, secretArn, { ...policy, Statement: others });
      else await secrets.deleteResourcePolicy({ SecretId: secretArn });
      return `statement ${statement.Sid} of ${secretArn}`;
    },
  };
}

interface Statement {
  readonly Sid?: string;
}

interface Policy {
  readonly Version: string;
  readonly Statement: Statement | readonly Statement[];
}

/** A policy may have one statement without the brackets of a list. */
export const statementsOf = ({ Statement }: Policy): readonly Statement[] =>
  Array.isArray(Statement) ? Statement : [Statement as Statement];

export async function readPolicy(secrets: SecretsManager, secretArn: string): Promise<Policy> {
  const { ResourcePolicy } = await secrets.getResourcePolicy({ SecretId: secretArn });
  if (!ResourcePolicy) return { Version: '2012-10-17', Statement: [] };
  return JSON.parse(ResourcePolicy) as Policy;
}

async function writePolicy(secrets: SecretsManager, SecretId: string, policy: Policy) {
  const ResourcePolicy = JSON.stringify(policy);
  if (ResourcePolicy.length > policyCharactersMax) {
    throw new Error(`The secret's policy would be longer than ${policyCharactersMax} characters.`);
  }
  // Whoever made the other statements answers for them; ours only denies.
  await secrets.putResourcePolicy({ SecretId, ResourcePolicy, BlockPublicPolicy: false });
}

/** Secrets Manager's quota on a resource-based policy. */
const policyCharactersMax = 20_480;

/**
 * A condition, not a `Principal`: that would have to exist when the policy is written, would not
 * cover a role's sessions by name, and would become an unreadable id when a user is deleted.
 */
function denial(principal: Principal, scope: 'principal' | 'session') {
  const { arn, session } = principal;
  const bySession = session?.userId && (scope === 'session' || principal.kind === 'other');
  const condition = bySession
    ? { StringEquals: { 'aws:userid': session.userId } }
    : { ArnEquals: { 'aws:PrincipalArn': arnsOf(principal) } };
  const who = bySession ? session.userId : arn;
  const key = createHash('sha256').update(who).digest('hex').slice(0, 12);
  return {
    Sid: `${sidPrefix}${key}`,
    Effect: 'Deny',
    Principal: '*',
    Action: 'secretsmanager:*',
    Resource: '*',
    Condition: condition,
  };
}

export const sidPrefix = 'TocsinContainment';

/** A federated user has an ARN of its own, besides that of the user who made the session. */
const arnsOf = ({ arn, session }: Principal): string[] =>
  session && /:federated-user\//.test(session.arn) ? [arn, session.arn] : [arn];
