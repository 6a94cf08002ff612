import type { DescribeOrganizationResponse } from '@aws-sdk/client-organizations';
import { operation } from '../../kernel/operation.ts';
import { organizationOf } from './organization.ts';
import { organizationShape } from './shapes.ts';

/** Tells which organization the account is a member of. */
export const DescribeOrganization = operation<object, DescribeOrganizationResponse>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => ({ Organization: organizationShape(organizationOf(context)) }),
});
