import type { Context } from '../../../kernel/context.ts';
import { AwsError } from '../../../kernel/error.ts';
import type { Progress, Running } from './actions.ts';
import { callApi } from './callApi.ts';
import { StepFailure } from './failure.ts';
import type { Decision, StepRun } from './state.ts';

/** Tells the topic, if there is one, that somebody is asked to approve; then waits for signals. */
export function askForApproval({ execution, step, run, caller, context }: Running): Progress {
  const { NotificationArn, Message = '', Approvers } = run.inputs;
  minApprovals(run);
  if (NotificationArn !== undefined) {
    const text = [
      `Approval is required by step ${step.name} of the automation ${execution.documentName}.`,
      ...(Message === '' ? [] : ['', String(Message)]),
      '',
      `Approvers: ${listOf(Approvers).join(', ')}`,
      `Approve: aws ssm send-automation-signal --automation-execution-id ${execution.id} --signal-type Approve`,
      `Reject: aws ssm send-automation-signal --automation-execution-id ${execution.id} --signal-type Reject`,
    ].join('\n');
    const Subject = `Approval required: ${execution.documentName}`.slice(0, 100);
    callApi(
      { Service: 'sns', Api: 'Publish', TopicArn: NotificationArn, Subject, Message: text },
      caller,
      context,
    );
  }
  return { againMs: Number.POSITIVE_INFINITY, status: 'Waiting' };
}

/**
 * A run with the caller's decision, and what follows: undefined while others are asked.
 * @throws InvalidAutomationSignalException for somebody who is not asked, or was already
 */
export function decide(
  run: StepRun,
  decision: Decision['decision'],
  comment: string | undefined,
  context: Context,
): { run: StepRun; outcome?: 'Approved' | 'Rejected' } {
  const approver = String(context.caller.identity.userIdentity.arn);
  const { decisions = [] } = run;
  if (!isAsked(listOf(run.inputs.Approvers), approver, context)) {
    throw invalidSignal(`${approver} is not an approver of step ${run.name}.`);
  }
  if (decisions.some((earlier) => earlier.approver === approver)) {
    throw invalidSignal(`${approver} has already decided on step ${run.name}.`);
  }
  const made = { approver, decision, ...(comment === undefined ? undefined : { comment }) };
  const decided = { ...run, decisions: [...decisions, made] };
  if (decision === 'Reject') return { run: decided, outcome: 'Rejected' };
  const approvals = decided.decisions.filter((one) => one.decision === 'Approve').length;
  return approvals >= minApprovals(run) ? { run: decided, outcome: 'Approved' } : { run: decided };
}

export function approvalOutputs(
  { decisions = [] }: StepRun,
  outcome: 'Approved' | 'Rejected',
): Record<string, unknown> {
  return {
    ApprovalStatus: outcome,
    ApproverDecisions: decisions.map(({ approver, decision, comment }) => ({
      approver,
      decision,
      ...(comment === undefined ? undefined : { comment }),
    })),
  };
}

/** Approvers are users and roles: by ARN, or a user by its name. A session is its role. */
function isAsked(approvers: readonly string[], arn: string, { caller }: Context): boolean {
  const { principal } = caller.identity;
  const names = [arn];
  if (principal.kind === 'user') names.push(principal.userName);
  if (principal.kind === 'assumed-role') names.push(principal.roleArn);
  return approvers.some((approver) => names.includes(approver));
}

function minApprovals({ inputs }: StepRun): number {
  const wanted = Number(inputs.MinRequiredApprovals ?? 1);
  const { length } = listOf(inputs.Approvers);
  if (Number.isInteger(wanted) && wanted >= 1 && wanted <= length) return wanted;
  throw new StepFailure(
    'ValidationError',
    `MinRequiredApprovals ${wanted} must be from 1 to the number of approvers, ${length}.`,
  );
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

export function invalidSignal(message: string): AwsError {
  return new AwsError('InvalidAutomationSignalException', message);
}
