import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { Principal } from '../principal.ts';
import type { Step } from '../step.ts';

/**
 * Denies the principal in the secret's own resource policy, which Secrets Manager asks from the
 * next call on, while a change in IAM takes seconds to be known everywhere. One statement names all
 * who are denied, and one their sessions: a policy has room for a few hundred. The other statements
 * stay as they are.
 *
 * Secrets Manager has no conditional write. So each write is read back, and done again where
 * another, at the same time, has written over it.
 */
export function denySecret(
  secrets: SecretsManager,
  secretArn: string,
  principal: Principal,
  scope: 'principal' | 'session',
): Step {
  const denial = denialOf(principal, scope);
  const whom = denial.values.join(', ');
  const read = () => readPolicy(secrets, secretArn);
  const change = async (isDone: (policy: Policy) => boolean, changed: typeof withDenial) => {
    for (let writes = 0; ; writes += 1) {
      const policy = await read();
      if (isDone(policy)) return writes;
      if (writes === writesMax) throw new Error(`Others change the policy of ${secretArn} too.`);
      await writePolicy(secrets, secretArn, changed(policy, denial));
    }
  };
  return {
    name: 'deny on the secret',
    async apply() {
      await change((policy) => isDenied(policy, denial), withDenial);
      return `statement ${denial.sid} in the policy of ${secretArn}: ${whom}`;
    },
    readBack: async () => isDenied(await read(), denial),
    async undo() {
      const writes = await change((policy) => isFree(policy, denial), withoutDenial);
      return writes === 0 ? undefined : `${whom} in statement ${denial.sid} of ${secretArn}`;
    },
  };
}

const writesMax = 5;

interface Denial {
  readonly sid: string;
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * A condition, not a `Principal`: that would have to exist when the policy is written, would not
 * cover a role's sessions by name, and would become an unreadable id when a user is deleted.
 */
function denialOf(principal: Principal, scope: 'principal' | 'session'): Denial {
  const { session } = principal;
  const bySession = session?.userId && (scope === 'session' || principal.kind === 'other');
  return bySession
    ? {
        sid: `${sidPrefix}OfSessions`,
        operator: 'StringEquals',
        key: 'aws:userid',
        values: [session.userId],
      }
    : {
        sid: sidPrefix,
        operator: 'ArnEquals',
        key: 'aws:PrincipalArn',
        values: arnsOf(principal),
      };
}

export const sidPrefix = 'TocsinContainment';

/** A federated user has an ARN of its own, besides that of the user who made the session. */
const arnsOf = ({ arn, session }: Principal): string[] =>
  session && /:federated-user\//.test(session.arn) ? [arn, session.arn] : [arn];

const statementOf = ({ sid, operator, key }: Denial, values: readonly string[]): Statement => ({
  Sid: sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 'secretsmanager:*',
  Resource: '*',
  Condition: { [operator]: { [key]: values } },
});

/** Whom the statement names already, also where somebody wrote one name without a list. */
function named(policy: Policy, { sid, operator, key }: Denial): readonly string[] {
  const own = statementsOf(policy).find(({ Sid }) => Sid === sid);
  const names = own?.Condition?.[operator]?.[key] ?? [];
  return typeof names === 'string' ? [names] : names;
}

function isDenied(policy: Policy, denial: Denial): boolean {
  const names = named(policy, denial);
  const own = statementsOf(policy).find(({ Sid }) => Sid === denial.sid);
  const isAsSet = JSON.stringify(own) === JSON.stringify(statementOf(denial, names));
  return isAsSet && denial.values.every((value) => names.includes(value));
}

const isFree = (policy: Policy, denial: Denial): boolean =>
  !named(policy, denial).some((name) => denial.values.includes(name));

const withDenial = (policy: Policy, denial: Denial): Policy =>
  naming([...new Set([...named(policy, denial), ...denial.values])], policy, denial);

function withoutDenial(policy: Policy, denial: Denial): Policy {
  const others = named(policy, denial).filter((name) => !denial.values.includes(name));
  return naming(others, policy, denial);
}

function naming(names: readonly string[], policy: Policy, denial: Denial): Policy {
  const others = statementsOf(policy).filter(({ Sid }) => Sid !== denial.sid);
  const own = names.length === 0 ? [] : [statementOf(denial, names)];
  return { ...policy, Statement: [...others, ...own] };
}

interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
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
  if (statementsOf(policy).length === 0) return secrets.deleteResourcePolicy({ SecretId });
  const ResourcePolicy = JSON.stringify(policy);
  if (ResourcePolicy.length > policyCharactersMax) {
    throw new Error(`The secret's policy would be longer than ${policyCharactersMax} characters.`);
  }
  // Whoever made the other statements answers for them; ours only denies.
  return secrets.putResourcePolicy({ SecretId, ResourcePolicy, BlockPublicPolicy: false });
}

/** Secrets Manager's quota on a resource-based policy. */
const policyCharactersMax = 20_480;
