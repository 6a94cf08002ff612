import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import type { Policy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { AssumableRole } from '../../kernel/identities.ts';
import { type ConditionKeys, operation } from '../../kernel/operation.ts';
import { credentialsShape, recordedCredentials } from './credentialsShape.ts';
import { mfaOf } from './mfa.ts';
import { sessionPolicies } from './sessionPolicies.ts';
import { sessionTags, tagConditionKeys } from './sessionTags.ts';

/**
 * Gives temporary credentials of a role to whom its trust policy lets. Where that names an account,
 * the caller's own policies must allow it too.
 */
export const AssumeRole = operation<AssumeRoleRequest, AssumeRoleResponse>({
  accepts: [
    'RoleArn',
    'RoleSessionName',
    'PolicyArns',
    'Policy',
    'DurationSeconds',
    'Tags',
    'ExternalId',
    'SourceIdentity',
    'SerialNumber',
    'TokenCode',
  ],
  action: ({ Tags, SourceIdentity }) => [
    'sts:AssumeRole',
    ...(Tags?.length ? ['sts:TagSession'] : []),
    ...(SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ],
  resource: ({ RoleArn = '' }) => RoleArn,
  resourcePolicy: ({ RoleArn = '' }, context) =>
    context.identities.role(RoleArn)?.trustPolicy ?? trustsNobody,
  conditionKeys,
  /** CloudTrail calls it read-only, and writes its answer down all the same. */
  readOnly: true,
  record: {
    response: ({ Credentials, AssumedRoleUser, PackedPolicySize, SourceIdentity }) => ({
      credentials: recordedCredentials(Credentials!),
      assumedRoleUser: {
        assumedRoleId: AssumedRoleUser!.AssumedRoleId,
        arn: AssumedRoleUser!.Arn,
      },
      ...(PackedPolicySize === undefined ? undefined : { packedPolicySize: PackedPolicySize }),
      ...(SourceIdentity === undefined ? undefined : { sourceIdentity: SourceIdentity }),
    }),
    resources: ({ RoleArn = '' }) => [{ type: 'AWS::IAM::Role', ARN: RoleArn }],
  },
  run: (input, context) => {
    const role = context.identities.role(input.RoleArn!)!;
    const { policies, packedPercent } = sessionPolicies(input, context);
    const sourceIdentity = sourceIdentityOf(input, context);
    const mfa = mfaOf(input, context);
    const credentials = context.identities.openSession({
      accountId: context.accountId,
      durationSeconds: durationOf(input, role, context),
      of: {
        role,
        sessionName: input.RoleSessionName!,
        ...(sourceIdentity === undefined ? undefined : { sourceIdentity }),
      },
      policies,
      tags: sessionTags(input),
      ...(mfa ? { mfa } : undefined),
    });
    const { principalId, arn } = credentials.identity.userIdentity;
    return {
      Credentials: credentialsShape(credentials),
      AssumedRoleUser: { AssumedRoleId: String(principalId), Arn: String(arn) },
      ...(packedPercent === undefined ? undefined : { PackedPolicySize: packedPercent }),
      ...(sourceIdentity === undefined ? undefined : { SourceIdentity: sourceIdentity }),
    };
  },
});

/** The trust policy of a role that does not exist: AWS does not tell the two apart. */
const trustsNobody: Policy = {
  kind: 'trust',
  version: '2012-10-17',
  statements: [],
  byService: new Map(),
  anyService: [],
  principals: [],
};

function conditionKeys(input: AssumeRoleRequest, context: Context): ConditionKeys {
  const keys: Record<string, ConditionKeys[string]> = {
    'sts:externalid': input.ExternalId,
    'sts:rolesessionname': input.RoleSessionName,
    'sts:sourceidentity': input.SourceIdentity,
    ...tagConditionKeys(input),
    // The code counts for this very request: the trust policy may ask for it.
    ...(mfaOf(input, context)
      ? { 'aws:multifactorauthpresent': 'true', 'aws:multifactorauthage': '0' }
      : undefined),
  };
  const tags = context.identities.role(input.RoleArn ?? '')?.tags ?? {};
  for (const [key, value] of Object.entries(tags)) {
    keys[`aws:resourcetag/${key.toLowerCase()}`] = value;
    keys[`iam:resourcetag/${key.toLowerCase()}`] = value;
  }
  return keys;
}

/** Seconds. A role's session may assume the next role for an hour at most. */
function durationOf(
  { DurationSeconds: seconds }: AssumeRoleRequest,
  { maxSessionSeconds }: AssumableRole,
  { caller }: Context,
): number {
  if (seconds === undefined) return defaultSeconds;
  if (seconds > maxSessionSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (caller.identity.principal.kind === 'assumed-role' && seconds > chainedMaxSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  return seconds;
}

const defaultSeconds = 3600;
const chainedMaxSeconds = 3600;

/** A source identity stays through a chain of roles and cannot be changed on the way. */
function sourceIdentityOf(
  { SourceIdentity: asked }: AssumeRoleRequest,
  { caller }: Context,
): string | undefined {
  const present = caller.identity.conditionKeys['aws:sourceidentity'];
  if (present !== undefined && asked !== undefined && asked !== present) {
    const message = 'Source identity mismatch: a source identity cannot be changed once it is set.';
    throw new AwsError('AccessDenied', message, { statusCode: 403 });
  }
  return asked ?? present;
}
