import type { PutParameterRequest, PutParameterResult } from '@aws-sdk/client-ssm';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { tellChange } from './parameter/change.ts';
import { invalid, requireName } from './parameter/name.ts';
import { resourceKeys } from './parameter/onParameter.ts';
import { requireAllowed, tierOf } from './parameter/rules.ts';
import {
  latestOf,
  type ParameterVersion,
  parameterArn,
  parameters,
  parameterVersions,
  type StoredParameter,
  sealLabel,
  versionKey,
} from './parameter/state.ts';
import { mergeTags, requestTagKeys } from './tags.ts';

/** Creates a parameter, or with Overwrite a new version of one. */
export const PutParameter = operation<PutParameterRequest, PutParameterResult>({
  accepts: [
    'Name',
    'Description',
    'Value',
    'Type',
    'KeyId',
    'Overwrite',
    'AllowedPattern',
    'Tags',
    'Tier',
    'DataType',
  ],
  resource: ({ Name }, context) => parameterArn(Name, context),
  conditionKeys: (input, context) => ({
    'ssm:overwrite': input.Overwrite ?? false,
    ...requestTagKeys(input.Tags),
    ...resourceKeys(input.Name, context),
  }),
  record: {
    request: ({
      Name,
      Description,
      Type,
      KeyId,
      Overwrite,
      AllowedPattern,
      Tags,
      Tier,
      DataType,
    }) =>
      JSON.parse(
        JSON.stringify({
          name: Name,
          description: Description,
          value: hidden,
          type: Type,
          keyId: KeyId,
          overwrite: Overwrite,
          allowedPattern: AllowedPattern,
          tags: Tags?.map(({ Key, Value }) => ({ key: Key, value: Value })),
          tier: Tier,
          dataType: DataType,
        }),
      ),
  },
  run: (input, context) => {
    const { Name, Overwrite = false, Tags, DataType = 'text' } = input;
    if (input.Value === '') throw invalid(emptyValue);
    if (DataType !== 'text') throw notImplemented(`PutParameter: DataType ${DataType}`);
    if (Overwrite && Tags?.length) throw invalid(tagsAndOverwrite);
    const table = context.table(parameters);
    const existing = table.get(Name!);
    if (!existing) {
      requireName(Name!);
      if (input.Type === undefined) {
        throw invalid('A parameter type is required when you create a parameter.');
      }
      if (table.size >= parametersMax) {
        throw new AwsError('ParameterLimitExceeded', 'You have exceeded the number of parameters.');
      }
    } else if (!Overwrite) {
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    const arn = parameterArn(Name, context);
    const version = newVersion(input, arn, existing, context);
    context.table(parameterVersions).put(version);
    table.put({
      name: Name!,
      arn,
      tags: existing?.tags ?? mergeTags([], Tags),
      version: version.version,
      firstVersion: existing ? dropOldest(existing, context) : 1,
    });
    tellChange(existing ? 'Update' : 'Create', arn, version, context);
    return { Version: version.version, Tier: version.tier };
  },
});

/** The API's model has no such limit, the service has. */
const emptyValue =
  "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1";

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const tagsAndOverwrite =
  "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.";

/** Source: "AWS Systems Manager endpoints and quotas". */
const parametersMax = 10_000;
const versionsMax = 100;

/** What an overwrite does not say stays as it was, but for the pattern, which it says anew. */
function newVersion(
  input: PutParameterRequest,
  arn: string,
  existing: StoredParameter | undefined,
  context: Context,
): ParameterVersion {
  const before = existing && latestOf(existing, context);
  const { Name, Value = '', AllowedPattern, KeyId } = input;
  const type = input.Type ?? before!.type;
  if (before && before.type !== type) {
    throw new AwsError(
      'HierarchyTypeMismatchException',
      "Parameter Store does not support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.",
    );
  }
  requireKey(type, KeyId);
  const tier = tierOf(Value, input.Tier, before?.tier);
  requireAllowed(Value, AllowedPattern);
  const description = input.Description ?? before?.description;
  const number = (existing?.version ?? 0) + 1;
  const isSecret = type === 'SecureString';
  return {
    name: Name!,
    version: number,
    type,
    value: isSecret ? context.vault.seal(Buffer.from(Value), sealLabel(arn, number)) : Value,
    tier,
    modifiedMs: context.nowMs,
    modifiedBy: String(context.caller.identity.userIdentity.arn),
    labels: [],
    ...(description === undefined ? undefined : { description }),
    ...(AllowedPattern === undefined ? undefined : { allowedPattern: AllowedPattern }),
    ...(isSecret ? { keyId: KeyId ?? defaultKey } : undefined),
  };
}

const defaultKey = 'alias/aws/ssm';

function requireKey(type: string, keyId: string | undefined) {
  if (keyId === undefined) return;
  if (type !== 'SecureString') {
    throw invalid('KeyId is required for SecureString type parameter only.');
  }
  if (keyId !== defaultKey) throw notImplemented(`PutParameter: KeyId other than ${defaultKey}`);
}

/** Of more versions than AWS keeps the oldest goes, unless it has a label. */
function dropOldest({ name, version, firstVersion }: StoredParameter, context: Context): number {
  if (version - firstVersion + 1 < versionsMax) return firstVersion;
  const table = context.table(parameterVersions);
  const key = versionKey(name, firstVersion);
  if (table.get(key)!.labels.length > 0) {
    throw new AwsError(
      'ParameterMaxVersionLimitExceeded',
      `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${firstVersion}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
  }
  table.delete(key);
  return firstVersion + 1;
}
