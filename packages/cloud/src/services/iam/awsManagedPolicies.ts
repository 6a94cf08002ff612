import { AWS_MANAGED_POLICIES, type AwsManagedPolicy } from './managedPolicies.ts';
import type { ManagedPolicy } from './state.ts';

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
    AWS_MANAGED_POLICIES.map((policy) => {
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
  const updateMs = Date.parse(policy.updateDate);
  return {
    arn,
    name,
    id: policyId,
    path,
    description,
    createMs: Date.parse(policy.createDate),
    updateMs,
    defaultVersionId: versionId,
    nextVersion: Number(versionId.slice(1)) + 1,
    versions: [{ versionId, document: JSON.stringify(policy.document), createMs: updateMs }],
    tags: [],
  };
}
