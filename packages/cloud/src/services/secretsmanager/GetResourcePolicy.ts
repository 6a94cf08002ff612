import type {
  GetResourcePolicyRequest,
  GetResourcePolicyResponse,
} from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { printPolicy } from './resourcePolicy.ts';

export const GetResourcePolicy = onSecret<GetResourcePolicyRequest, GetResourcePolicyResponse>({
  accepts: ['SecretId'],
  on: 'kept',
  run: (_input, _context, { arn, name, resourcePolicy }) => ({
    ARN: arn,
    Name: name,
    ...(resourcePolicy ? { ResourcePolicy: printPolicy(JSON.parse(resourcePolicy)) } : undefined),
  }),
});
