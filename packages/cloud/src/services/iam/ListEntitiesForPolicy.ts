import type {
  ListEntitiesForPolicyRequest,
  ListEntitiesForPolicyResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, policyOf } from './managed.ts';
import { pageOf } from './pages.ts';
import { holdersOf } from './policyUses.ts';

/** Lists the users, groups and roles that have a managed policy. */
export const ListEntitiesForPolicy = operation<
  ListEntitiesForPolicyRequest,
  ListEntitiesForPolicyResponse
>({
  accepts: ['PolicyArn', 'EntityFilter', 'PathPrefix', 'PolicyUsageFilter', 'Marker', 'MaxItems'],
  ...onPolicy,
  run: (input, context) => {
    const { PathPrefix = '/', EntityFilter } = input;
    const { arn } = policyOf(input.PolicyArn, context);
    const asked = holdersOf(arn, input.PolicyUsageFilter, context).filter(
      ({ kind, holder }) =>
        (EntityFilter === undefined || EntityFilter === kind) && holder.path.startsWith(PathPrefix),
    );
    const { items, more } = pageOf(asked, ({ holder }) => holder.arn, input);
    const of = (kind: (typeof items)[number]['kind']) =>
      items.filter((item) => item.kind === kind).map(({ holder }) => holder);
    return {
      PolicyGroups: of('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...more,
    };
  },
});
