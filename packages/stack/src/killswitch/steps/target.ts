import type { IAM } from '@aws-sdk/client-iam';

/** The user or role that steps work on. */
export interface Target {
  readonly kind: 'user' | 'role';
  readonly name: string;
  /** `aws:userid` of the one session to deny; without it, the whole principal is denied. */
  readonly sessionUserId?: string | undefined;
}

/** IAM has the same operations twice, for users and for roles. */
export function inlinePolicies(iam: IAM, { kind, name }: Target) {
  const owner = kind === 'user' ? { UserName: name } : { RoleName: name };
  return {
    async put(PolicyName: string, document: object) {
      const input = { ...owner, PolicyName, PolicyDocument: JSON.stringify(document) };
      if (kind === 'user') await iam.putUserPolicy({ ...input, UserName: name });
      else await iam.putRolePolicy({ ...input, RoleName: name });
    },
    async get(PolicyName: string): Promise<string | undefined> {
      const { PolicyDocument } =
        kind === 'user'
          ? await iam.getUserPolicy({ UserName: name, PolicyName })
          : await iam.getRolePolicy({ RoleName: name, PolicyName });
      // IAM sends documents percent-encoded.
      return PolicyDocument === undefined ? undefined : decodeURIComponent(PolicyDocument);
    },
    async remove(PolicyName: string) {
      if (kind === 'user') await iam.deleteUserPolicy({ UserName: name, PolicyName });
      else await iam.deleteRolePolicy({ RoleName: name, PolicyName });
    },
  };
}

/** A step that is one inline policy. */
export function policyStep(
  iam: IAM,
  target: Target,
  policy: { name: string; stepName: string; document: object },
) {
  const policies = inlinePolicies(iam, target);
  const wanted = JSON.stringify(policy.document);
  return {
    name: policy.stepName,
    async apply() {
      await policies.put(policy.name, policy.document);
      return `inline policy ${policy.name} on the ${target.kind} ${target.name}`;
    },
    readBack: async () => (await policies.get(policy.name)) === wanted,
    async undo() {
      await policies.remove(policy.name);
      return `inline policy ${policy.name}`;
    },
  };
}
