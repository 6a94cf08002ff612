import type { FunctionConfiguration, UpdateFunctionCodeRequest } from '@aws-sdk/client-lambda';
import { operation } from '../../kernel/operation.ts';
import { inlineZip, storeCode, zipOf } from './code.ts';
import { readyMs } from './configuration.ts';
import { describe } from './describe.ts';
import { accessToFunction, checkRevision, find, requireWhole } from './onFunction.ts';
import { publish } from './publish.ts';
import { dropCode, latestOf, versions } from './state.ts';
import { retireWorkers } from './workers.ts';

/** Gives a function new code: the next event finds it. */
export const UpdateFunctionCode = operation<
  UpdateFunctionCodeRequest,
  FunctionConfiguration,
  Uint8Array
>({
  accepts: [
    'FunctionName',
    'ZipFile',
    'S3Bucket',
    'S3Key',
    'S3ObjectVersion',
    'Architectures',
    'Publish',
    'DryRun',
    'RevisionId',
  ],
  ...accessToFunction,
  record: { eventName: 'UpdateFunctionCode20150331v2' },
  prepare: (input, context) => zipOf(input, context),
  run: (input, context, zip) => {
    const found = find(input, context);
    requireWhole(found);
    const { fn } = found;
    const before = latestOf(context, fn.name);
    checkRevision(input.RevisionId, before.revisionId);
    const after = {
      ...before,
      code: storeCode(zip ?? inlineZip(input), context),
      architectures: input.Architectures ?? before.architectures,
      revisionId: context.ids.uuid(),
      modifiedMs: context.nowMs,
      readyMs: readyMs(context),
      isNew: false,
    };
    if (input.DryRun) {
      context.blobs.drop(after.code.blobId);
      return describe({ ...after, revisionId: before.revisionId }, context);
    }
    context.table(versions).put(after);
    dropCode(context, before);
    retireWorkers(context, fn.arn);
    if (!input.Publish) return describe(after, context);
    const published = publish(after, {}, context);
    return describe(published, context, published.version);
  },
});
