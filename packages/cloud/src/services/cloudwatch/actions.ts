import {
  type AlarmState,
  actionHistory,
  publishDeniedError,
  renderAlarmNotification,
  stateUpdateHistory,
} from '@tocsin/engine/alarm';
import { housekeeper, serviceCaller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { writeHistory } from './history.ts';
import { type Alarm, alarms, notifyingAlarm } from './state.ts';
import { tellStateChange } from './stateChangeEvent.ts';

/** Gives an alarm its new state: history and EventBridge tell of it, actions are asked for. */
export function enterState(context: Context, alarm: Alarm, state: AlarmState) {
  const { nowMs } = context;
  context.table(alarms).put({ ...alarm, state, stateMs: nowMs });
  writeHistory(context, alarm.name, stateUpdateHistory(alarm.state, state));
  tellStateChange(context, alarm, state);
  const actions = actionsOf(alarm, state);
  if (!alarm.actionsEnabled || actions.length === 0) return;

  const notifying = notifyingAlarm(alarm, context);
  const { subject, message } = renderAlarmNotification(notifying, {
    oldState: alarm.state.value,
    newState: state.value,
    reason: state.reason,
    timestampMs: nowMs,
  });
  const { name: alarmName, arn: alarmArn } = notifying;
  for (const topicArn of actions) {
    context.schedule(runAction, {
      alarmName,
      alarmArn,
      topicArn,
      stateUpdateMs: nowMs,
      subject,
      message,
    });
  }
}

interface Action {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly topicArn: string;
  readonly stateUpdateMs: number;
  readonly subject: string;
  readonly message: string;
}

/** Publishes a state change to a topic. AWS tries once; the history says how it ended. */
export const runAction = jobKind<Action>({
  name: 'cloudwatch.action',
  settle({ payload: action }, context) {
    const outcome = publish(action, context);
    writeHistory(
      context,
      action.alarmName,
      actionHistory(action.topicArn, action.stateUpdateMs, outcome),
    );
  },
});

const service = 'cloudwatch.amazonaws.com';

function publish({ topicArn, alarmArn, subject, message }: Action, context: Context) {
  const { accountId } = context;
  const caller = serviceCaller(service, { arn: alarmArn, accountId });
  const publication = {
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    MessageStructure: 'json',
  };
  try {
    // A topic that is gone has no policy, so publishing to it would look like a missing permission.
    const topic = { TopicArn: topicArn };
    context.call('sns', 'GetTopicAttributes', topic, { caller: housekeeper(service, accountId) });
    context.call('sns', 'Publish', publication, { caller });
    return { publishedMessage: message };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isDenied = error.recordCode === 'AccessDenied';
    return { error: isDenied ? publishDeniedError(topicArn) : error.message };
  }
}

function actionsOf(alarm: Alarm, { value }: AlarmState): readonly string[] {
  if (value === 'ALARM') return alarm.alarmActions;
  return value === 'OK' ? alarm.okActions : alarm.insufficientDataActions;
}
