import type { Service } from '../../kernel/service.ts';
import { AttachPolicy } from './AttachPolicy.ts';
import { CreateOrganization } from './CreateOrganization.ts';
import { CreatePolicy } from './CreatePolicy.ts';
import { DeletePolicy } from './DeletePolicy.ts';
import { DescribeAccount } from './DescribeAccount.ts';
import { DescribeOrganization } from './DescribeOrganization.ts';
import { DescribePolicy } from './DescribePolicy.ts';
import { DetachPolicy } from './DetachPolicy.ts';
import { DisablePolicyType } from './DisablePolicyType.ts';
import { EnablePolicyType } from './EnablePolicyType.ts';
import { LeaveOrganization } from './LeaveOrganization.ts';
import { ListAccounts } from './ListAccounts.ts';
import { ListParents } from './ListParents.ts';
import { ListPolicies } from './ListPolicies.ts';
import { ListPoliciesForTarget } from './ListPoliciesForTarget.ts';
import { ListRoots } from './ListRoots.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { ListTargetsForPolicy } from './ListTargetsForPolicy.ts';
import { TagResource } from './TagResource.ts';
import { UntagResource } from './UntagResource.ts';
import { UpdatePolicy } from './UpdatePolicy.ts';

export const organizations: Service = {
  name: 'organizations',
  sdk: '@aws-sdk/client-organizations',
  eventSource: 'organizations.amazonaws.com',
  global: true,
  operations: {
    AttachPolicy,
    CreateOrganization,
    CreatePolicy,
    DeletePolicy,
    DescribeAccount,
    DescribeOrganization,
    DescribePolicy,
    DetachPolicy,
    DisablePolicyType,
    EnablePolicyType,
    LeaveOrganization,
    ListAccounts,
    ListParents,
    ListPolicies,
    ListPoliciesForTarget,
    ListRoots,
    ListTagsForResource,
    ListTargetsForPolicy,
    TagResource,
    UntagResource,
    UpdatePolicy,
  },
};
