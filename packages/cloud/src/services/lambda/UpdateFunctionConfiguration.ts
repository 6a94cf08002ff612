import type {
  FunctionConfiguration,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { configurationMembers, configured, readyMs } from './configuration.ts';
import { describe } from './describe.ts';
import { checkRevision, onFunction, passedToLambda, requireWhole } from './onFunction.ts';
import { latestOf, versions } from './state.ts';
import { retireWorkers } from './workers.ts';

export const UpdateFunctionConfiguration = onFunction<
  UpdateFunctionConfigurationRequest,
  FunctionConfiguration
>({
  accepts: ['FunctionName', 'RevisionId', ...configurationMembers],
  eventName: 'UpdateFunctionConfiguration20150331v2',
  passedRoles: ({ Role }) => passedToLambda(Role),
  run: (input, context, found) => {
    requireWhole(found);
    const { fn } = found;
    const before = latestOf(context, fn.name);
    checkRevision(input.RevisionId, before.revisionId);
    const { sealedEnvironment: _environment, deadLetterArn: _queue, ...kept } = before;
    const after = context.table(versions).put({
      ...kept,
      ...configured(fn.name, input, before, context),
      revisionId: context.ids.uuid(),
      modifiedMs: context.nowMs,
      readyMs: readyMs(context),
      isNew: false,
    });
    retireWorkers(context, fn.arn);
    return describe(after, context);
  },
});
