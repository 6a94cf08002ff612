import type { Tag } from '@aws-sdk/client-cloudwatch';
import type { AlarmConfig, AlarmState, NotifyingAlarm } from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { defineTable } from '../../kernel/table.ts';
import { metricKey } from './metrics.ts';

/** A metric alarm. Times are in milliseconds. */
export interface Alarm {
  readonly name: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  /** ARNs of SNS topics. */
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly config: AlarmConfig;
  /** Gives the alarm its phase; an update leaves it. */
  readonly createdMs: number;
  readonly configuredMs: number;
  readonly state: AlarmState;
  /** Since when the alarm has its state. */
  readonly stateMs: number;
  readonly tags: readonly Tag[];
}

export const alarms = defineTable<Alarm>('cloudwatch.alarms', ({ name }) => name, {
  metric: ({ config }) =>
    metricKey({
      namespace: config.namespace,
      name: config.metricName,
      dimensions: config.dimensions,
    }),
});

export function alarmArn(context: Context, name: string): string {
  return context.arn('cloudwatch', `alarm:${name}`);
}

/** What a call on these alarms is authorized for; on all of them when it names none. */
export function alarmArns(context: Context, names: readonly string[] | undefined) {
  return names?.length ? names.map((name) => alarmArn(context, name)) : alarmArn(context, '*');
}

/** The alarm that a call is about. AWS's error for an unknown one has no text. */
export function alarmToChange(context: Context, name: string): Alarm {
  const alarm = context.table(alarms).get(name);
  if (!alarm) throw new AwsError('ResourceNotFound', `The alarm ${name} does not exist.`);
  return alarm;
}

/** The alarm in the terms of its messages and its history. */
export function notifyingAlarm(alarm: Alarm, context: Context): NotifyingAlarm {
  const { name, description, config, okActions, alarmActions, insufficientDataActions } = alarm;
  return {
    name,
    description,
    arn: alarmArn(context, name),
    accountId: context.accountId,
    region: context.region,
    config,
    okActions,
    alarmActions,
    insufficientDataActions,
    configurationUpdatedMs: alarm.configuredMs,
  };
}
