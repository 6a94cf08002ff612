import type {
  CreateOrganizationRequest,
  CreateOrganizationResponse,
} from '@aws-sdk/client-organizations';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { attachFullAccess } from './organization.ts';
import { organizationShape } from './shapes.ts';
import { organizations } from './state.ts';

/**
 * Makes an organization that the account is a member of. On AWS the caller would become the
 * management account, which no service control policy limits; `docs/decisions/009` says why it is
 * another one here.
 */
export const CreateOrganization = operation<CreateOrganizationRequest, CreateOrganizationResponse>({
  accepts: ['FeatureSet'],
  resource: () => '*',
  run: ({ FeatureSet = 'ALL' }, context) => {
    if (FeatureSet !== 'ALL') throw notImplemented(`CreateOrganization: FeatureSet ${FeatureSet}`);
    const table = context.globalTable(organizations);
    if (table.size > 0) {
      throw new AwsError(
        'AlreadyInOrganizationException',
        'The AWS account is already a member of an organization.',
      );
    }
    const organization = table.put({
      id: `o-${context.ids.pick(lowerAlphanumeric, 10)}`,
      rootId: `r-${context.ids.pick(lowerAlphanumeric, 4)}`,
      managementAccountId: managementAccountOf(context),
      joinedMs: context.nowMs,
      policyTypes: ['SERVICE_CONTROL_POLICY'],
    });
    attachFullAccess(context);
    return { Organization: organizationShape(organization) };
  },
});

const lowerAlphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';

function managementAccountOf({ accountId }: Context): string {
  return accountId === '999999999999' ? '888888888888' : '999999999999';
}
