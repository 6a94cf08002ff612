import type {
  ValidateResourcePolicyRequest,
  ValidateResourcePolicyResponse,
} from '@aws-sdk/client-secrets-manager';
import { operation } from '../../kernel/operation.ts';
import { accessToSecret } from './onSecret.ts';
import { noSuchSecret } from './problems.ts';
import { isPublic, publicPolicyText, readResourcePolicy } from './resourcePolicy.ts';
import { findSecret } from './state.ts';

/** Tells what PutResourcePolicy would say of a policy. A secret need not be named. */
export const ValidateResourcePolicy = operation<
  ValidateResourcePolicyRequest,
  ValidateResourcePolicyResponse
>({
  accepts: ['SecretId', 'ResourcePolicy'],
  action: ['secretsmanager:ValidateResourcePolicy', 'secretsmanager:PutResourcePolicy'],
  ...accessToSecret<ValidateResourcePolicyRequest>(),
  run: ({ SecretId, ResourcePolicy }, context) => {
    if (SecretId !== undefined && !findSecret(context, SecretId)) throw noSuchSecret();
    const isRefused = isPublic(readResourcePolicy(ResourcePolicy!));
    return {
      PolicyValidationPassed: !isRefused,
      ValidationErrors: isRefused
        ? [{ CheckName: 'BlockPublicPolicyCheck', ErrorMessage: publicPolicyText }]
        : [],
    };
  },
});
