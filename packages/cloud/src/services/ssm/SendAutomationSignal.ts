import type { SendAutomationSignalRequest } from '@aws-sdk/client-ssm';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { fail, succeed } from './automation/advance.ts';
import { approvalOutputs, decide, invalidSignal } from './automation/approval.ts';
import { onExecution } from './automation/onExecution.ts';
import { currentRun, stepNamed } from './automation/plan.ts';
import { stepRuns } from './automation/state.ts';

/** Approves or rejects what a step of aws:approve asks; one Reject is enough to fail it. */
export const SendAutomationSignal = onExecution<SendAutomationSignalRequest, object>({
  accepts: ['AutomationExecutionId', 'SignalType', 'Payload'],
  run: ({ SignalType, Payload = {} }, context, execution) => {
    if (SignalType !== 'Approve' && SignalType !== 'Reject') {
      throw notImplemented(`SendAutomationSignal: SignalType ${SignalType}`);
    }
    for (const name of Object.keys(Payload)) {
      if (name !== 'Comment')
        throw invalidSignal(`Payload ${name} is not valid for ${SignalType}.`);
    }
    const run = currentRun(execution, context);
    if (run?.status !== 'Waiting') {
      throw new AwsError(
        'AutomationStepNotFoundException',
        `Automation Execution with Id ${execution.id} has no step that waits for a signal.`,
      );
    }
    const { run: decided, outcome } = decide(run, SignalType, Payload.Comment?.[0], context);
    context.table(stepRuns).put(decided);
    if (outcome === undefined) return {};
    const step = stepNamed(execution, run.name, context);
    const outputs = approvalOutputs(decided, outcome);
    if (outcome === 'Approved') succeed(execution, step, decided, context, { outputs });
    else {
      const message = `Approval was rejected by ${decided.decisions!.at(-1)!.approver}`;
      const failure = { status: 'Failed', type: 'Rejected', message, outputs } as const;
      fail(execution, { ...step, maxAttempts: 1 }, decided, context, failure);
    }
    return {};
  },
});
