import type { PutPermissionRequest } from '@aws-sdk/client-eventbridge';
import { PolicyError, parsePolicy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { busArn } from './names.ts';
import { invalid, invalidParameter, limitExceeded, missing } from './problems.ts';
import type { EventBus } from './state.ts';

/** The policy of a bus with the permission added, or the whole policy that was given. */
export function policyWith(bus: EventBus, input: PutPermissionRequest, context: Context): string {
  const { Policy, StatementId, Action, Principal, Condition } = input;
  if (Policy !== undefined) return checkedPolicy(Policy);
  if (StatementId === undefined) throw invalidParameter('StatementId', 'It is required.');
  if (Action === undefined) throw invalidParameter('Action', 'It is required.');
  if (Principal === undefined) throw invalidParameter('Principal', 'It is required.');
  const statement = {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: busArn(bus.name, context),
    ...(Condition
      ? { Condition: { [Condition.Type!]: { [Condition.Key!]: Condition.Value } } }
      : {}),
  };
  const others = statementsOf(bus).filter(({ Sid }) => Sid !== StatementId);
  return checkedPolicy(written([...others, statement]));
}

/** The policy without a statement; undefined when none is left. Throws AWS's error. */
export function policyWithout(bus: EventBus, statementId: string): string | undefined {
  const statements = statementsOf(bus);
  const others = statements.filter(({ Sid }) => Sid !== statementId);
  if (others.length === statements.length) {
    throw missing('Statement with the provided id');
  }
  return others.length === 0 ? undefined : written(others);
}

interface Statement {
  readonly Sid?: string;
}

function statementsOf({ policy }: EventBus): Statement[] {
  if (policy === undefined) return [];
  const { Statement } = JSON.parse(policy) as { Statement: Statement | Statement[] };
  return [Statement].flat();
}

function written(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function checkedPolicy(text: string): string {
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw invalid(`Policy is not valid. Reason: ${error.message}`);
  }
  if (Buffer.byteLength(text) > policyBytesMax) {
    throw new AwsError('PolicyLengthExceededException', limitExceeded().message);
  }
  return text;
}

const policyBytesMax = 10_240;
