import type { RotateSecretRequest, RotateSecretResponse } from '@aws-sdk/client-secrets-manager';
import { notImplemented } from '../../kernel/error.ts';
import { onSecret } from './onSecret.ts';
import { invalidParameter, invalidRequest } from './problems.ts';
import { saveSecret } from './replication.ts';
import { nextRotationMs } from './rotation.ts';
import type { RotationRules } from './state.ts';
import { tokenOf } from './values.ts';

/**
 * Stores the function and the schedule of a secret's rotation. The function itself is not run, so
 * a rotation that is to begin at once is refused.
 */
export const RotateSecret = onSecret<RotateSecretRequest, RotateSecretResponse>({
  accepts: [
    'SecretId',
    'ClientRequestToken',
    'RotationLambdaARN',
    'RotationRules',
    'RotateImmediately',
  ],
  keys: ({ RotationLambdaARN, RotationRules, RotateImmediately }) => ({
    'secretsmanager:rotationlambdaarn': RotationLambdaARN,
    'secretsmanager:modifyrotationrules': RotationRules !== undefined,
    'secretsmanager:rotateimmediately': RotateImmediately ?? true,
  }),
  on: 'primary',
  run: (input, context, secret) => {
    tokenOf(input);
    const lambdaArn = input.RotationLambdaARN ?? secret.rotation?.lambdaArn;
    if (!lambdaArn) {
      throw invalidRequest('No Lambda rotation function ARN is associated with this secret.');
    }
    if (!functionArn.test(lambdaArn)) {
      throw invalidParameter(`RotationLambdaARN ${lambdaArn} is not the ARN of a Lambda function.`);
    }
    const rules = input.RotationRules ? rulesOf(input.RotationRules) : secret.rotation?.rules;
    const nextMs = rules && nextRotationMs(rules, context.nowMs);
    if (input.RotateImmediately !== false) {
      throw notImplemented('RotateSecret: RotateImmediately other than false');
    }
    const rotation = {
      enabled: true,
      lambdaArn,
      ...(rules ? { rules } : undefined),
      ...(nextMs === undefined ? undefined : { nextMs }),
    };
    saveSecret(context, { ...secret, rotation, changedMs: context.nowMs });
    return { ARN: secret.arn, Name: secret.name };
  },
});

/** With or without a version or alias. */
const functionArn = /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/;

function rulesOf(rules: NonNullable<RotateSecretRequest['RotationRules']>): RotationRules {
  const { AutomaticallyAfterDays, Duration, ScheduleExpression } = rules;
  return {
    ...(AutomaticallyAfterDays === undefined ? undefined : { AutomaticallyAfterDays }),
    ...(Duration === undefined ? undefined : { Duration }),
    ...(ScheduleExpression === undefined ? undefined : { ScheduleExpression }),
  };
}
