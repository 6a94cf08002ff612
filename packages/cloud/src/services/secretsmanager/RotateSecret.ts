import type { RotateSecretRequest, RotateSecretResponse } from '@aws-sdk/client-secrets-manager';
import { onSecret } from './onSecret.ts';
import { invalidParameter, invalidRequest } from './problems.ts';
import { saveSecret } from './replication.ts';
import { checkFunction, planRotation, startRotation } from './startRotation.ts';
import type { RotationRules } from './state.ts';
import { tokenOf } from './values.ts';

/** Stores the function and the schedule of a secret's rotation, and begins to rotate. */
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
    const token = tokenOf(input);
    const lambdaArn = input.RotationLambdaARN ?? secret.rotation?.lambdaArn;
    if (!lambdaArn) {
      throw invalidRequest('No Lambda rotation function ARN is associated with this secret.');
    }
    if (!functionArn.test(lambdaArn)) {
      throw invalidParameter(`RotationLambdaARN ${lambdaArn} is not the ARN of a Lambda function.`);
    }
    const rules = input.RotationRules ? rulesOf(input.RotationRules) : secret.rotation?.rules;
    const { lastMs } = secret.rotation ?? {};
    const rotation = {
      enabled: true,
      lambdaArn,
      ...(rules ? { rules } : undefined),
      ...(lastMs === undefined ? undefined : { lastMs }),
    };
    const planned = planRotation({ ...secret, rotation, changedMs: context.nowMs }, context);
    const answer = { ARN: secret.arn, Name: secret.name };
    if (input.RotateImmediately === false) {
      saveSecret(context, planned);
      return answer;
    }
    checkFunction(secret, lambdaArn, context);
    startRotation(planned, token, context);
    return { ...answer, VersionId: token };
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
