import type { InvocationResponse } from '@aws-sdk/client-lambda';
import { serviceCaller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { type JobKind, jobKind } from '../../kernel/jobs.ts';
import { invalidRequest } from './problems.ts';
import { saveSecret } from './replication.ts';
import { nextRotationMs } from './rotation.ts';
import { type Secret, secrets } from './state.ts';
import { current, moveStage, pending, versionAt } from './versions.ts';

/**
 * Begins a rotation: a new version without a value, labelled AWSPENDING, which the function fills,
 * puts into use, tests and makes the current one.
 * Source: "Rotation by Lambda function", AWS Secrets Manager user guide.
 * @returns the secret, saved
 */
export function startRotation(secret: Secret, token: string, context: Context): Secret {
  const waiting = versionAt(secret.versions, pending);
  if (waiting && !waiting.stages.includes(current) && waiting.versionId !== token) {
    throw invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
  }
  const isKnown = secret.versions.some(({ versionId }) => versionId === token);
  const version = { versionId: token, stages: [], createdMs: context.nowMs };
  const versions = isKnown ? secret.versions : [...secret.versions, version];
  record('RotationStarted', secret, context);
  context.schedule(rotationStep, { arn: secret.arn, token, step: 0 }, { key: secret.arn });
  return saveSecret(context, { ...secret, versions: moveStage(versions, pending, token) });
}

/** Throws what Lambda answers where Secrets Manager may not call the function. */
export function checkFunction(secret: Secret, lambdaArn: string, context: Context) {
  const input = { FunctionName: lambdaArn, InvocationType: 'DryRun' };
  try {
    context.call('lambda', 'Invoke', input, { caller: serviceOf(secret, context) });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.recordCode === 'AccessDenied') {
      const message =
        'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.';
      throw new AwsError('AccessDeniedException', message, { statusCode: 400 });
    }
    throw new AwsError('ResourceNotFoundException', error.message);
  }
}

const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

interface RotationStep {
  readonly arn: string;
  /** The id of the new version. */
  readonly token: string;
  /** Which of the four steps comes next. */
  readonly step: number;
}

export const rotationStep: JobKind<RotationStep, InvocationResponse> = jobKind({
  name: 'secretsmanager.rotationStep',
  perform({ arn, token, step }, context) {
    const secret = find(arn, context);
    if (!secret?.rotation?.lambdaArn) return Promise.reject(new Error('The rotation is over.'));
    const event = { Step: steps[step], SecretId: arn, ClientRequestToken: token };
    return context.request<InvocationResponse>(
      'lambda',
      'Invoke',
      { FunctionName: secret.rotation.lambdaArn, Payload: Buffer.from(JSON.stringify(event)) },
      { caller: serviceOf(secret, context) },
    );
  },
  settle({ payload, outcome, error }, context) {
    const secret = find(payload.arn, context);
    if (!secret) return;
    const hasFailed = error !== undefined || outcome?.FunctionError !== undefined;
    const step = payload.step + 1;
    if (!hasFailed && step < steps.length) {
      context.schedule(rotationStep, { ...payload, step }, { key: payload.arn });
    } else if (!hasFailed && versionAt(secret.versions, current)?.versionId === payload.token) {
      record('RotationSucceeded', secret, context);
      const rotation = { ...secret.rotation!, lastMs: context.nowMs };
      saveSecret(context, { ...secret, rotation, changedMs: context.nowMs });
    } else record('RotationFailed', secret, context);
  },
});

/** Rotates by schedule. A schedule that was changed or turned off meanwhile is not this one's. */
export const scheduledRotation = jobKind<{ arn: string; dueMs: number }>({
  name: 'secretsmanager.scheduledRotation',
  settle({ payload: { arn, dueMs } }, context) {
    const secret = find(arn, context);
    const { rotation } = secret ?? {};
    if (!secret || !rotation?.enabled || rotation.nextMs !== dueMs || secret.deletion) return;
    const planned = planRotation(secret, context);
    try {
      startRotation(planned, context.ids.uuid(), context);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      saveSecret(context, planned);
      record('RotationAbandoned', secret, context);
    }
  },
});

/** The secret with the time of its next rotation, for which a job waits. It is not saved yet. */
export function planRotation(secret: Secret, context: Context): Secret {
  const { nextMs: _before, ...rotation } = secret.rotation!;
  const nextMs = rotation.rules && nextRotationMs(rotation.rules, context.nowMs);
  if (nextMs === undefined) return { ...secret, rotation };
  const job = { arn: secret.arn, dueMs: nextMs };
  context.schedule(scheduledRotation, job, { dueMs: nextMs, key: secret.arn });
  return { ...secret, rotation: { ...rotation, nextMs } };
}

function find(arn: string, context: Context): Secret | undefined {
  return context.table(secrets).find('arn', arn)[0];
}

const serviceOf = ({ arn }: Secret, { accountId }: Context) =>
  serviceCaller('secretsmanager.amazonaws.com', { arn, accountId });

/** Source: "AWS CloudTrail entries for Secrets Manager". */
function record(eventName: `Rotation${string}`, { arn }: Secret, context: Context) {
  context.recordServiceEvent({
    eventSource: 'secretsmanager.amazonaws.com',
    eventName,
    additionalEventData: { SecretId: arn },
  });
}
