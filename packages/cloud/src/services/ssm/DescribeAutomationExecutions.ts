import type {
  DescribeAutomationExecutionsRequest,
  DescribeAutomationExecutionsResult,
} from '@aws-sdk/client-ssm';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { describeMetadata } from './automation/describe.ts';
import { type Execution, executions } from './automation/state.ts';
import { pageOf } from './page.ts';
import { requireTime } from './time.ts';

/** Lists the newest execution first. */
export const DescribeAutomationExecutions = operation<
  DescribeAutomationExecutionsRequest,
  DescribeAutomationExecutionsResult
>({
  accepts: ['Filters', 'MaxResults', 'NextToken'],
  resource: () => '*',
  run: ({ Filters = [], MaxResults = 50, NextToken }, context) => {
    const tests = Filters.map(({ Key = '', Values = [] }) => testOf(Key, Values, context));
    const found = [...context.table(executions).values()]
      .filter((execution) => tests.every((test) => test(execution)))
      .reverse();
    const { items, nextToken } = pageOf(found, { limit: MaxResults, token: NextToken });
    return {
      AutomationExecutionMetadataList: items.map((item) => describeMetadata(item, context)),
      ...(nextToken === undefined ? undefined : { NextToken: nextToken }),
    };
  },
});

type Test = (execution: Execution) => boolean;

function testOf(key: string, values: readonly string[], context: Context): Test {
  switch (key) {
    case 'DocumentNamePrefix':
      return ({ documentName }) => values.some((value) => documentName.startsWith(value));
    case 'ExecutionStatus':
      return ({ status }) => values.includes(status);
    case 'ExecutionId':
      return ({ id }) => values.includes(id);
    case 'CurrentAction':
      return (execution) =>
        values.includes(describeMetadata(execution, context).CurrentAction ?? '');
    case 'StartTimeBefore':
      return ({ startMs }) => startMs <= requireTime(values[0]);
    case 'StartTimeAfter':
      return ({ startMs }) => startMs >= requireTime(values[0]);
    case 'TagKey':
      return ({ tags }) => tags.some(({ Key }) => values.includes(Key));
    default:
      throw notImplemented(`DescribeAutomationExecutions: the filter ${key}`);
  }
}
