import type {
  GetAutomationExecutionRequest,
  GetAutomationExecutionResult,
} from '@aws-sdk/client-ssm';
import { describeExecution } from './automation/describe.ts';
import { onExecution } from './automation/onExecution.ts';

export const GetAutomationExecution = onExecution<
  GetAutomationExecutionRequest,
  GetAutomationExecutionResult
>({
  accepts: ['AutomationExecutionId'],
  run: (_input, context, execution) => ({
    AutomationExecution: describeExecution(execution, context),
  }),
});
