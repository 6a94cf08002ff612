import type { CreateSecretRequest, CreateSecretResponse } from '@aws-sdk/client-secrets-manager';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { alphabets } from '../../kernel/ids.ts';
import { operation } from '../../kernel/operation.ts';
import { requestTagKeys } from './conditionKeys.ts';
import { unknownArn } from './onSecret.ts';
import { invalidRequest } from './problems.ts';
import { addReplicas, replicationStatus, saveSecret } from './replication.ts';
import { type Secret, secretArn, secrets } from './state.ts';
import { mergeTags } from './tags.ts';
import {
  addVersion,
  holds,
  type PlainValue,
  plainValue,
  requireDefaultKey,
  tokenOf,
} from './values.ts';

export const CreateSecret = operation<CreateSecretRequest, CreateSecretResponse>({
  accepts: [
    'Name',
    'ClientRequestToken',
    'Description',
    'KmsKeyId',
    'SecretString',
    'SecretBinary',
    'Tags',
    'AddReplicaRegions',
    'ForceOverwriteReplicaSecret',
  ],
  action: ({ Tags, AddReplicaRegions }) => [
    'secretsmanager:CreateSecret',
    ...(Tags?.length ? ['secretsmanager:TagResource'] : []),
    ...(AddReplicaRegions?.length ? ['secretsmanager:ReplicateSecretToRegions'] : []),
  ],
  resource: ({ Name }, context) => unknownArn(context, Name),
  deniedResource: ({ Name }) => Name,
  conditionKeys: (input) => ({
    'secretsmanager:name': input.Name,
    'secretsmanager:description': input.Description,
    'secretsmanager:kmskeyid': input.KmsKeyId,
    'secretsmanager:forceoverwritereplicasecret': input.ForceOverwriteReplicaSecret,
    'secretsmanager:addreplicaregions': input.AddReplicaRegions?.map(({ Region = '' }) => Region),
    ...requestTagKeys(input.Tags),
  }),
  run: (input, context) => {
    const name = input.Name!;
    requireName(name);
    const token = tokenOf(input);
    const value = plainValue(input);
    requireDefaultKey('CreateSecret', input.KmsKeyId);
    const existing = context.table(secrets).get(name);
    if (existing) return answerAgain(context, existing, token, value);
    let secret = newSecret(input, context);
    if (value) ({ secret } = addVersion(context, secret, { token, value }));
    const { AddReplicaRegions, ForceOverwriteReplicaSecret } = input;
    if (AddReplicaRegions) {
      secret = addReplicas(
        'CreateSecret',
        context,
        secret,
        AddReplicaRegions,
        ForceOverwriteReplicaSecret,
      );
    }
    saveSecret(context, secret);
    return created(context, secret, value && token);
  },
});

function newSecret(input: CreateSecretRequest, context: Context): Secret {
  const { Name: name, Description, KmsKeyId, Tags } = input;
  return {
    name: name!,
    arn: secretArn(context, `${name}-${context.ids.pick(alphabets.mixedAlphanumeric, 6)}`),
    ...(Description === undefined ? undefined : { description: Description }),
    ...(KmsKeyId ? { kmsKeyId: KmsKeyId } : undefined),
    createdMs: context.nowMs,
    changedMs: context.nowMs,
    ...(Tags?.length ? { tags: mergeTags([], Tags) } : undefined),
    versions: [],
    replicas: [],
  };
}

function requireName(name: string) {
  if (namePattern.test(name)) return;
  throw new AwsError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    { statusCode: 400 },
  );
}

const namePattern = /^[A-Za-z0-9/_+=.@!-]+$/;

/** The same call made twice answers twice; anything else under a name in use is refused. */
function answerAgain(
  context: Context,
  secret: Secret,
  token: string,
  value: PlainValue | undefined,
): CreateSecretResponse {
  if (secret.deletion) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const [first] = secret.versions;
  const isSame = value && first?.versionId === token && holds(context, secret, token, value);
  if (isSame) return created(context, secret, token);
  throw new AwsError(
    'ResourceExistsException',
    `The operation failed because the secret ${secret.name} already exists.`,
  );
}

function created(context: Context, secret: Secret, versionId: string | undefined) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(versionId ? { VersionId: versionId } : undefined),
    ...(secret.replicas.length > 0
      ? { ReplicationStatus: replicationStatus(context, secret) }
      : undefined),
  };
}
