import type { Target } from '@aws-sdk/client-eventbridge';
import type { Context } from '../../kernel/context.ts';
import { notImplemented } from '../../kernel/error.ts';
import { isJson } from './input.ts';
import { parseJsonPath } from './jsonPath.ts';
import { invalid, invalidParameter } from './problems.ts';
import { addressOf } from './targetKinds.ts';
import { unknownPlaceholder } from './transformer.ts';

/**
 * Refuses what EventBridge refuses of a target, and by name what is not done here. That a target is
 * there, and lets EventBridge in, shows when the first event comes: so it is on AWS.
 */
export function checkTarget(target: Target, context: Context) {
  checkMembers(target);
  checkAddress(target, context);
  checkInput(target);
  checkDeadLetterQueue(target, context);
}

/** What is done of a target. */
const members: ReadonlySet<string> = new Set([
  'Id',
  'Arn',
  'RoleArn',
  'Input',
  'InputPath',
  'InputTransformer',
  'RetryPolicy',
  'DeadLetterConfig',
]);

function checkMembers(target: Target) {
  for (const [name, value] of Object.entries(target)) {
    if (value !== undefined && !members.has(name)) {
      throw notImplemented(`PutTargets: Targets.${name}`);
    }
  }
}

function checkAddress({ Arn, RoleArn, ...target }: Target, context: Context) {
  const [scheme, , service = '', region, accountId] = Arn!.split(':');
  if (scheme !== 'arn' || accountId === undefined) {
    throw invalidParameter('Arn', 'Provided Arn is not in correct format.');
  }
  const address = addressOf(Arn!);
  if (!address) throw notImplemented(`PutTargets: targets of ${service}, or not with ${Arn}`);
  if (address.accountId !== '' && address.accountId !== context.accountId) {
    throw notImplemented('PutTargets: targets in other accounts');
  }
  if (region !== context.region && address.kind !== 'bus') {
    // Only buses may be in other Regions; AWS's words for it were never seen.
    throw invalidParameter('Arn', 'The target must be in the Region of the rule.');
  }
  if (address.kind === 'automation' && RoleArn === undefined) {
    throw invalid(`RoleArn is required for target ${Arn}.`);
  }
  const hasInput = target.Input ?? target.InputPath ?? target.InputTransformer;
  if (address.kind === 'bus' && hasInput !== undefined) {
    throw notImplemented(
      'PutTargets: Input, InputPath, InputTransformer of a target that is a bus',
    );
  }
}

function checkInput({ Id, Input, InputPath, InputTransformer }: Target) {
  const given = [Input, InputPath, InputTransformer].filter((value) => value !== undefined);
  if (given.length > 1) {
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`,
    );
  }
  if (Input !== undefined && !isJson(Input)) {
    throw invalid(`JSON syntax error in input for target ${Id}.`);
  }
  if (InputPath !== undefined && !parseJsonPath(InputPath)) {
    throw invalid(`Invalid InputPath for target ${Id}.`);
  }
  if (!InputTransformer) return;
  for (const [name, path] of Object.entries(InputTransformer.InputPathsMap ?? {})) {
    if (/^aws/i.test(name)) {
      throw invalid(`InputPathsMap for target ${Id} contains reserved key ${name}.`);
    }
    if (!parseJsonPath(path)) throw invalid(`Invalid InputPathsMap for target ${Id}.`);
  }
  const unknown = unknownPlaceholder(InputTransformer);
  if (unknown !== undefined) {
    throw invalid(`InputTemplate for target ${Id} contains invalid placeholder ${unknown}.`);
  }
}

function checkDeadLetterQueue({ DeadLetterConfig }: Target, context: Context) {
  const arn = DeadLetterConfig?.Arn;
  if (arn === undefined) return;
  const address = addressOf(arn);
  if (address?.kind !== 'queue' || address.region !== context.region) {
    throw invalidParameter(
      'DeadLetterConfig',
      'The queue must be an SQS queue of the same Region.',
    );
  }
}
