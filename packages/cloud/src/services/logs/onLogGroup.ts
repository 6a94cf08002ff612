import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { ConditionKeys } from '../../kernel/operation.ts';
import { policyOfLogs } from './resourcePolicies.ts';
import { type LogGroup, type LogStream, logGroups, logStreams, streamKey } from './state.ts';

export interface GroupInput {
  readonly logGroupName?: string | undefined;
  /** The name again, or the ARN. */
  readonly logGroupIdentifier?: string | undefined;
  readonly logStreamName?: string | undefined;
}

/**
 * What operations on a log group have in common. AWS checks the ARN of a stream whatever the
 * operation is about: `log-group:NAME:log-stream:STREAM`, without a stream's name where there is
 * none. That is why policies end in `:*`.
 */
export const onLogGroup = {
  resource: (input: GroupInput, context: Context): string =>
    streamArn(nameOf(input, context), input.logStreamName ?? '', context),
  conditionKeys: (input: GroupInput, context: Context): ConditionKeys =>
    groupTagKeys(nameOf(input, context), context),
  resourcePolicy: (_input: GroupInput, context: Context) => policyOfLogs(context),
};

/** `aws:ResourceTag/…` of the group with this name. */
export function groupTagKeys(name: string, context: Context): ConditionKeys {
  return tagKeys('aws:resourcetag/', context.table(logGroups).get(name)?.tags ?? {});
}

/** What policies may ask of the tags that a call brings. */
export function requestTagKeys(tags: Readonly<Record<string, string>>): ConditionKeys {
  return { ...tagKeys('aws:requesttag/', tags), 'aws:tagkeys': Object.keys(tags) };
}

/** The log group of a call. Throws ResourceNotFoundException, or InvalidParameterException. */
export function groupOf(input: GroupInput, context: Context): LogGroup {
  const { logGroupName, logGroupIdentifier } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.');
  }
  return groupNamed(nameOf(input, context), context);
}

export function groupNamed(name: string, context: Context): LogGroup {
  const group = context.table(logGroups).get(name);
  if (!group) throw notFound('The specified log group does not exist.');
  return group;
}

/** The log stream of a call. Throws ResourceNotFoundException. */
export function streamOf(group: LogGroup, name: string, context: Context): LogStream {
  const stream = context.table(logStreams).get(streamKey(group.id, name));
  if (!stream) throw notFound('The specified log stream does not exist.');
  return stream;
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function groupArn(name: string, context: Context): string {
  return context.arn('logs', `log-group:${name}`);
}

export function streamArn(groupName: string, streamName: string, context: Context): string {
  return context.arn('logs', `log-group:${groupName}:log-stream:${streamName}`);
}

/** The name in a group's ARN, with or without `:*` at its end; undefined for anything else. */
export function nameInArn(arn: string, context: Context): string | undefined {
  const prefix = groupArn('', context);
  return arn.startsWith(prefix) ? arn.slice(prefix.length).replace(/:\*$/, '') : undefined;
}

/** Ids of groups and streams: 48 bits of chance, which SQLite and JSON hold as a number. */
export function newId(context: Context): number {
  return context.ids.bytes(6).readUIntBE(0, 6);
}

function nameOf({ logGroupName, logGroupIdentifier = '' }: GroupInput, context: Context): string {
  return logGroupName ?? nameInArn(logGroupIdentifier, context) ?? logGroupIdentifier;
}

function tagKeys(prefix: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const name in tags) keys[prefix + name.toLowerCase()] = tags[name]!;
  return keys;
}
