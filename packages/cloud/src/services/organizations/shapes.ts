import type * as Sdk from '@aws-sdk/client-organizations';
import type { Context } from '../../kernel/context.ts';
import { policyArn } from './authority.ts';
import { fullAccess } from './fullAccess.ts';
import { organizationOf, type Target } from './organization.ts';
import type { Organization, ServiceControlPolicy } from './state.ts';

export function organizationShape(organization: Organization): Sdk.Organization {
  const { id, managementAccountId } = organization;
  const start = `arn:aws:organizations::${managementAccountId}`;
  return {
    Id: id,
    Arn: `${start}:organization/${id}`,
    FeatureSet: 'ALL',
    MasterAccountArn: `${start}:account/${id}/${managementAccountId}`,
    MasterAccountId: managementAccountId,
    MasterAccountEmail: 'management@example.com',
    AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
  };
}

export function rootShape(root: Target, { policyTypes }: Organization): Sdk.Root {
  const { id, arn, name } = root;
  const PolicyTypes = policyTypes.map((Type) => ({ Type, Status: 'ENABLED' as const }));
  return { Id: id, Arn: arn, Name: name, PolicyTypes };
}

export function accountShape({ id, arn, name }: Target, context: Context): Sdk.Account {
  const { managementAccountId, joinedMs, id: organizationId, rootId } = organizationOf(context);
  return {
    Id: id,
    Arn: arn,
    Email: `${name}@example.com`,
    Name: name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    Paths: [`${organizationId}/${rootId}/${id}/`],
    JoinedMethod: id === managementAccountId ? 'CREATED' : 'INVITED',
    JoinedTimestamp: new Date(joinedMs),
  };
}

export function policySummary(policy: ServiceControlPolicy, context: Context): Sdk.PolicySummary {
  const { id, name, description } = policy;
  return {
    Id: id,
    Arn: policyArn(id, context),
    Name: name,
    Description: description,
    Type: 'SERVICE_CONTROL_POLICY',
    AwsManaged: id === fullAccess.id,
  };
}

export function policyShape(policy: ServiceControlPolicy, context: Context): Sdk.Policy {
  return { PolicySummary: policySummary(policy, context), Content: policy.content };
}
