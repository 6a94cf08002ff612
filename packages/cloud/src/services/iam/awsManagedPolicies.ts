import type { ManagedPolicy } from './state.ts';

/** A managed policy of AWS as it is written in the table. */
export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  /** `ANPA…`. */
  readonly policyId: string;
  readonly description?: string;
  /** ISO 8601. */
  readonly createDate: string;
  readonly defaultVersionId: string;
  readonly document: object;
}

/** A managed policy of AWS by its ARN, in the form of an account's own. */
export function awsManagedPolicy(arn: string): ManagedPolicy | undefined {
  return byArn().get(arn)?.();
}

export function awsManagedPolicies(): readonly ManagedPolicy[] {
  return [...byArn().values()].map((row) => row());
}

/** Made at first use, and each row when it is first asked for. */
let known: ReadonlyMap<string, () => ManagedPolicy> | undefined;

function byArn() {
  known ??= new Map(
    table.map((policy) => {
      const arn = `arn:aws:iam::aws:policy${policy.path}${policy.name}`;
      let row: ManagedPolicy | undefined;
      return [arn, () => (row ??= rowOf(arn, policy))];
    }),
  );
  return known;
}

/** AWS keeps all versions of its policies; here is the one in force. */
function rowOf(arn: string, policy: AwsManagedPolicy): ManagedPolicy {
  const { name, path, policyId, description, defaultVersionId: versionId } = policy;
  const createMs = Date.parse(policy.createDate);
  return {
    arn,
    name,
    id: policyId,
    path,
    ...(description === undefined ? undefined : { description }),
    createMs,
    updateMs: createMs,
    defaultVersionId: versionId,
    nextVersion: Number(versionId.slice(1)) + 1,
    versions: [{ versionId, document: JSON.stringify(policy.document), createMs }],
    tags: [],
  };
}

const table: readonly AwsManagedPolicy[] = [
  {
    name: 'AdministratorAccess',
    path: '/',
    policyId: 'ANPAIWMBCKSKIEE64ZLYK',
    description: 'Provides full access to AWS services and resources.',
    createDate: '2015-02-06T18:39:46Z',
    defaultVersionId: 'v1',
    document: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    },
  },
];
