import type { GetFederationTokenRequest, GetFederationTokenResponse } from '@aws-sdk/client-sts';
import { operation } from '../../kernel/operation.ts';
import { credentialsShape, recordedCredentials } from './credentialsShape.ts';
import { refuseSessions } from './refuseSessions.ts';
import { sessionPolicies } from './sessionPolicies.ts';
import { sessionTags, tagConditionKeys } from './sessionTags.ts';

/**
 * Gives temporary credentials to somebody whom a user vouches for. They may do what both the user's
 * policies and the session's allow; without the latter, only what resources' policies give them.
 */
export const GetFederationToken = operation<GetFederationTokenRequest, GetFederationTokenResponse>({
  accepts: ['Name', 'Policy', 'PolicyArns', 'DurationSeconds', 'Tags'],
  action: ({ Tags }) =>
    Tags?.length ? ['sts:GetFederationToken', 'sts:TagSession'] : 'sts:GetFederationToken',
  resource: ({ Name = '' }, { accountId }) => `arn:aws:sts::${accountId}:federated-user/${Name}`,
  conditionKeys: tagConditionKeys,
  readOnly: false,
  record: {
    response: ({ Credentials, FederatedUser, PackedPolicySize }) => ({
      credentials: recordedCredentials(Credentials!),
      federatedUser: {
        federatedUserId: FederatedUser!.FederatedUserId,
        arn: FederatedUser!.Arn,
      },
      ...(PackedPolicySize === undefined ? undefined : { packedPolicySize: PackedPolicySize }),
    }),
  },
  run: (input, context) => {
    refuseSessions('GetFederationToken', context.caller);
    const { policies, packedPercent } = sessionPolicies(input, context);
    const credentials = context.identities.openSession({
      accountId: context.accountId,
      durationSeconds: input.DurationSeconds ?? defaultSeconds,
      of: { user: context.caller.identity, federatedName: input.Name! },
      policies,
      tags: sessionTags(input),
    });
    const { principalId, arn } = credentials.identity.userIdentity;
    return {
      Credentials: credentialsShape(credentials),
      FederatedUser: { FederatedUserId: String(principalId), Arn: String(arn) },
      ...(packedPercent === undefined ? undefined : { PackedPolicySize: packedPercent }),
    };
  },
});

/** Twelve hours. */
const defaultSeconds = 43_200;
