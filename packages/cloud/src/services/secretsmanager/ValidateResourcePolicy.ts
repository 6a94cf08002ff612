import type {
  ValidateResourcePolicyRequest,
  ValidateResourcePolicyResponse,
} from '@aws-sdk/client-secrets-manager';
import { isPublicPolicy } from '@tocsin/engine/policy';
import { operation } from '../../kernel/operation.ts';
import { accessToSecret } from './onSecret.ts';
import { noSuchSecret } from './problems.ts';
import { checkResourcePolicy, publicPolicyText } from './resourcePolicy.ts';
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
    checkResourcePolicy(ResourcePolicy!, context);
    const isRefused = isPublicPolicy(ResourcePolicy!);
    return {
      PolicyValidationPassed: !isRefused,
      ValidationErrors: isRefused
        ? [{ CheckName: 'BlockPublicPolicyCheck', ErrorMessage: publicPolicyText }]
        : [],
    };
  },
});
