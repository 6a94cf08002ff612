import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { inlineZip, storeCode, zipOf } from './code.ts';
import { configurationMembers, configured, readyMs } from './configuration.ts';
import { describe } from './describe.ts';
import { passedToLambda, tagKeys } from './onFunction.ts';
import { conflict, invalid } from './problems.ts';
import { publish } from './publish.ts';
import { readReference } from './reference.ts';
import { functionArn, functions, latest, type Version, versions } from './state.ts';
import { checkTags } from './tags.ts';

/** Makes a function from a zip. */
export const CreateFunction = operation<CreateFunctionRequest, FunctionConfiguration, Uint8Array>({
  accepts: [
    'FunctionName',
    'Code',
    'PackageType',
    'Publish',
    'Tags',
    'Architectures',
    ...configurationMembers,
  ],
  resource: ({ FunctionName = '' }, context) => functionArn(context, nameOf(FunctionName) ?? '*'),
  conditionKeys: ({ Tags = {} }) => ({
    ...tagKeys(Tags, 'aws:requesttag/'),
    'aws:tagkeys': Object.keys(Tags),
  }),
  passedRoles: ({ Role }) => passedToLambda(Role),
  record: { eventName: 'CreateFunction20150331' },
  prepare: ({ Code }, context) => zipOf(Code!, context),
  run: (input, context, zip) => {
    const name = nameOf(input.FunctionName!);
    if (name === undefined) throw invalid(`${input.FunctionName} is not the name of a function.`);
    if (context.table(functions).has(name)) throw conflict(`Function already exist: ${name}`);
    if (input.PackageType === 'Image') throw notImplemented('CreateFunction: PackageType Image');
    const tags = { ...input.Tags };
    checkTags(tags);
    const version: Version = {
      functionName: name,
      version: latest,
      ...configured(name, input, undefined, context),
      code: storeCode(zip ?? inlineZip(input.Code!), context),
      architectures: input.Architectures ?? ['x86_64'],
      revisionId: context.ids.uuid(),
      modifiedMs: context.nowMs,
      readyMs: readyMs(context),
      isNew: true,
    };
    context.table(functions).put({ name, arn: functionArn(context, name), tags, lastVersion: 0 });
    context.table(versions).put(version);
    return input.Publish
      ? describePublished(publish(version, {}, context), context)
      : describe(version, context);
  },
});

function describePublished(version: Version, context: Context) {
  return describe(version, context, version.version);
}

/** An ARN names a new function as well, but no version of it. */
function nameOf(functionName: string): string | undefined {
  const meant = readReference(functionName);
  return meant?.qualifier === undefined ? meant?.name : undefined;
}
