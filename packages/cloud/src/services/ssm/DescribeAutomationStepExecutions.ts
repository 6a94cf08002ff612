import type {
  DescribeAutomationStepExecutionsRequest,
  DescribeAutomationStepExecutionsResult,
  StepExecution,
} from '@aws-sdk/client-ssm';
import { notImplemented } from '../../kernel/error.ts';
import { describeSteps } from './automation/describe.ts';
import { onExecution } from './automation/onExecution.ts';
import { pageOf } from './page.ts';
import { requireTime } from './time.ts';

/** Lists the runs of an execution's steps, oldest first, then the steps that have not run. */
export const DescribeAutomationStepExecutions = onExecution<
  DescribeAutomationStepExecutionsRequest,
  DescribeAutomationStepExecutionsResult
>({
  accepts: ['AutomationExecutionId', 'Filters', 'NextToken', 'MaxResults', 'ReverseOrder'],
  run: ({ Filters = [], NextToken, MaxResults = 50, ReverseOrder }, context, execution) => {
    const tests = Filters.map(({ Key = '', Values = [] }) => testOf(Key, Values));
    const found = describeSteps(execution, context).filter((step) =>
      tests.every((test) => test(step)),
    );
    if (ReverseOrder) found.reverse();
    const { items, nextToken } = pageOf(found, { limit: MaxResults, token: NextToken });
    return {
      StepExecutions: items,
      ...(nextToken === undefined ? undefined : { NextToken: nextToken }),
    };
  },
});

type Test = (step: StepExecution) => boolean;

function testOf(key: string, values: readonly string[]): Test {
  switch (key) {
    case 'StepExecutionStatus':
      return ({ StepStatus = '' }) => values.includes(StepStatus);
    case 'StepExecutionId':
      return ({ StepExecutionId = '' }) => values.includes(StepExecutionId);
    case 'StepName':
      return ({ StepName = '' }) => values.includes(StepName);
    case 'Action':
      return ({ Action = '' }) => values.includes(Action);
    case 'StartTimeBefore':
      return ({ ExecutionStartTime: at }) => at !== undefined && +at <= requireTime(values[0]);
    case 'StartTimeAfter':
      return ({ ExecutionStartTime: at }) => at !== undefined && +at >= requireTime(values[0]);
    default:
      throw notImplemented(`DescribeAutomationStepExecutions: the filter ${key}`);
  }
}
