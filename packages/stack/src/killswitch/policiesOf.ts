import type { IAM } from '@aws-sdk/client-iam';
import type { Principal } from './principal.ts';
import { policyPrefix } from './steps/denyPrincipal.ts';
import { revocationPolicyName } from './steps/revokeSessions.ts';

export interface Policies {
  /** Documents as texts: the principal's own, attached ones, and those of its groups. */
  readonly documents: readonly string[];
  readonly boundary: string | undefined;
}

/** What a principal may do by itself: all its identity policies but those of the containment. */
export async function policiesOf(iam: IAM, { kind, name }: Principal): Promise<Policies> {
  const managed = (arn: string) => managedDocument(iam, arn);
  if (kind === 'role') {
    const RoleName = name;
    const [{ Role }, inline, attached] = await Promise.all([
      iam.getRole({ RoleName }),
      iam.listRolePolicies({ RoleName, MaxItems }),
      iam.listAttachedRolePolicies({ RoleName, MaxItems }),
    ]);
    const own = (PolicyName: string) => iam.getRolePolicy({ RoleName, PolicyName }).then(text);
    const boundary = Role!.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      documents: await Promise.all([...namesOf(inline).map(own), ...arnsOf(attached).map(managed)]),
      boundary: boundary && (await managed(boundary)),
    };
  }
  const UserName = name;
  const [{ User }, inline, attached, { Groups = [] }] = await Promise.all([
    iam.getUser({ UserName }),
    iam.listUserPolicies({ UserName, MaxItems }),
    iam.listAttachedUserPolicies({ UserName, MaxItems }),
    iam.listGroupsForUser({ UserName, MaxItems }),
  ]);
  const own = (PolicyName: string) => iam.getUserPolicy({ UserName, PolicyName }).then(text);
  const ofGroups = await Promise.all(Groups.map(({ GroupName }) => groupPolicies(iam, GroupName!)));
  const boundary = User!.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    documents: [
      ...(await Promise.all([...namesOf(inline).map(own), ...arnsOf(attached).map(managed)])),
      ...ofGroups.flat(),
    ],
    boundary: boundary && (await managed(boundary)),
  };
}

/** IAM's quotas keep what a principal may have below one page. */
const MaxItems = 1000;

async function groupPolicies(iam: IAM, GroupName: string): Promise<string[]> {
  const [inline, attached] = await Promise.all([
    iam.listGroupPolicies({ GroupName, MaxItems }),
    iam.listAttachedGroupPolicies({ GroupName, MaxItems }),
  ]);
  const own = (PolicyName: string) => iam.getGroupPolicy({ GroupName, PolicyName }).then(text);
  return Promise.all([
    ...namesOf(inline).map(own),
    ...arnsOf(attached).map((arn) => managedDocument(iam, arn)),
  ]);
}

async function managedDocument(iam: IAM, PolicyArn: string): Promise<string> {
  const { Policy } = await iam.getPolicy({ PolicyArn });
  const VersionId = Policy!.DefaultVersionId!;
  const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId });
  return decodeURIComponent(PolicyVersion!.Document!);
}

const namesOf = ({ PolicyNames = [] }: { PolicyNames?: string[] | undefined }) =>
  PolicyNames.filter((name) => !name.startsWith(policyPrefix) && name !== revocationPolicyName);

const arnsOf = ({
  AttachedPolicies = [],
}: {
  AttachedPolicies?: { PolicyArn?: string | undefined }[] | undefined;
}) => AttachedPolicies.map(({ PolicyArn }) => PolicyArn!);

const text = ({ PolicyDocument }: { PolicyDocument?: string | undefined }) =>
  decodeURIComponent(PolicyDocument!);
