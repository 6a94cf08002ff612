import type {
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  LogGroup as Description,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { eventsSql } from './events.ts';
import { groupArn, invalidParameter, streamArn } from './onLogGroup.ts';
import { pageOf } from './paging.ts';
import { type LogGroup, logGroups, metricFilters } from './state.ts';

export const DescribeLogGroups = operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse>({
  accepts: [
    'logGroupNamePrefix',
    'logGroupNamePattern',
    'logGroupClass',
    'nextToken',
    'limit',
    'includeLinkedAccounts',
  ],
  resource: (_input, context) => streamArn('', '', context),
  run(input, context) {
    if (input.includeLinkedAccounts) {
      throw notImplemented('DescribeLogGroups: includeLinkedAccounts');
    }
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
    if (prefix !== undefined && pattern !== undefined) {
      throw invalidParameter(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const isAsked = ({ name }: LogGroup) =>
      prefix === undefined ? name.includes(pattern ?? '') : name.startsWith(prefix);
    const all = [...context.table(logGroups).values()];
    // All groups here are of the standard class.
    const groups = (input.logGroupClass ?? 'STANDARD') === 'STANDARD' ? all.filter(isAsked) : [];
    const { page, nextToken } = pageOf(groups, ({ name }) => name, input);
    return {
      logGroups: page.map((group) => describe(group, context)),
      ...(nextToken ? { nextToken } : undefined),
    };
  },
});

function describe(group: LogGroup, context: Context): Description {
  const { id, name, createdMs, retentionDays } = group;
  const arn = groupArn(name, context);
  return {
    logGroupName: name,
    creationTime: createdMs,
    ...(retentionDays === undefined ? undefined : { retentionInDays: retentionDays }),
    metricFilterCount: context.table(metricFilters).find('group', String(id)).length,
    arn: `${arn}:*`,
    storedBytes: Number(context.sql(eventsSql).groupBytes.get(id)?.bytes ?? 0),
    logGroupClass: 'STANDARD',
    logGroupArn: arn,
  };
}
