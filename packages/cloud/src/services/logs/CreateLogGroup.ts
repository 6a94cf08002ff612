import type { CreateLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { invalidParameter, newId, onLogGroup, requestTagKeys } from './onLogGroup.ts';
import { logGroups } from './state.ts';
import { checkTags } from './tags.ts';

export const CreateLogGroup = operation<CreateLogGroupRequest, object>({
  accepts: ['logGroupName', 'tags', 'logGroupClass'],
  action: ({ tags }) =>
    tags ? ['logs:CreateLogGroup', 'logs:TagResource'] : 'logs:CreateLogGroup',
  resource: onLogGroup.resource,
  conditionKeys: ({ tags }) => (tags ? requestTagKeys(tags) : {}),
  run(input, context) {
    const { logGroupName: name, logGroupClass = 'STANDARD', tags = {} } = input;
    if (logGroupClass !== 'STANDARD') {
      throw notImplemented(`CreateLogGroup: logGroupClass ${logGroupClass}`);
    }
    if (/^aws\//i.test(name!)) {
      throw invalidParameter('Log groups starting with AWS/ are reserved for AWS.');
    }
    const table = context.table(logGroups);
    if (table.has(name!)) {
      const message = 'The specified log group already exists';
      throw new AwsError('ResourceAlreadyExistsException', message);
    }
    checkTags(tags, {});
    table.put({ id: newId(context), name: name!, createdMs: context.nowMs, tags });
    return {};
  },
});
