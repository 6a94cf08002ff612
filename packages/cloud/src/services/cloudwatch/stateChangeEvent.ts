import type { AlarmState } from '@tocsin/engine/alarm';
import { housekeeper } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { type Alarm, alarmArn } from './state.ts';

/**
 * Tells EventBridge that an alarm goes over into `state`.
 * Source: "Alarm events and EventBridge", CloudWatch user guide.
 */
export function tellStateChange(context: Context, alarm: Alarm, state: AlarmState) {
  const { name, description, config } = alarm;
  const detail = {
    alarmName: name,
    state: stateOf(state, context.nowMs),
    previousState: stateOf(alarm.state, alarm.stateMs),
    configuration: {
      ...(description === undefined ? undefined : { description }),
      metrics: [
        {
          id: context.ids.uuid(),
          metricStat: {
            metric: {
              namespace: config.namespace,
              name: config.metricName,
              dimensions: Object.fromEntries(
                config.dimensions.map(({ name: key, value }) => [key, value]),
              ),
            },
            period: config.periodSeconds,
            stat: config.statistic ?? config.extendedStatistic,
            ...(config.unit === undefined ? undefined : { unit: config.unit }),
          },
          returnData: true,
        },
      ],
    },
  };
  const entry = {
    Source: 'aws.cloudwatch',
    DetailType: 'CloudWatch Alarm State Change',
    Resources: [alarmArn(context, name)],
    Detail: JSON.stringify(detail),
  };
  const caller = housekeeper('cloudwatch.amazonaws.com', context.accountId);
  context.call('events', 'PutEvents', { Entries: [entry] }, { caller });
}

function stateOf({ value, reason, reasonData }: AlarmState, sinceMs: number) {
  const timestamp = new Date(sinceMs).toISOString().replace('Z', '+0000');
  return { value, reason, ...(reasonData === undefined ? undefined : { reasonData }), timestamp };
}
