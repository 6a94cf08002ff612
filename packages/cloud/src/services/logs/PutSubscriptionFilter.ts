import type { PutSubscriptionFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { groupOf, invalidParameter, onLogGroup } from './onLogGroup.ts';
import { readPattern } from './patterns.ts';
import { filterKey, subscriptionFilters } from './state.ts';
import { tryFunction } from './subscriptionEvents.ts';

/** Has events that match a pattern handed to a function. Other destinations are refused. */
export const PutSubscriptionFilter = operation<PutSubscriptionFilterRequest, object>({
  accepts: ['logGroupName', 'filterName', 'filterPattern', 'destinationArn', 'distribution'],
  ...onLogGroup,
  run(input, context) {
    const group = groupOf(input, context);
    const destinationArn = input.destinationArn!;
    if (!functionArn.test(destinationArn)) {
      if (/^arn:aws:(?:kinesis|firehose|logs):/.test(destinationArn)) {
        throw notImplemented('PutSubscriptionFilter: destinationArn other than of a function');
      }
      throw invalidParameter('Invalid destination ARN.');
    }
    const { text } = readPattern(input.filterPattern!, 'Invalid subscription filter pattern');
    const name = input.filterName!;
    const table = context.table(subscriptionFilters);
    const known = table.get(filterKey(group.id, name));
    if (!known && table.find('group', String(group.id)).length >= filtersMax) {
      throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
    }
    tryFunction(group, destinationArn, context);
    table.put({
      groupId: group.id,
      groupName: group.name,
      name,
      pattern: text,
      destinationArn,
      distribution: input.distribution ?? 'ByLogStream',
      createdMs: known?.createdMs ?? context.nowMs,
    });
    return {};
  },
});

const functionArn = /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/;

/** AWS's limit on one log group. */
const filtersMax = 2;
