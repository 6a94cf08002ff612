import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { enterState } from './actions.ts';
import { scheduleNextPhase } from './evaluation.ts';
import { alarmArn, alarmToChange } from './state.ts';

/**
 * Gives an alarm a state for a while: its next evaluation brings it back to what its metric says.
 * The state that it has already changes nothing, not even the reason.
 */
export const SetAlarmState = operation<SetAlarmStateInput, object>({
  accepts: ['AlarmName', 'StateValue', 'StateReason', 'StateReasonData'],
  resource: ({ AlarmName }, context) => alarmArn(context, AlarmName ?? ''),
  run: ({ AlarmName, StateValue, StateReason, StateReasonData }, context) => {
    const alarm = alarmToChange(context, AlarmName!);
    if (StateReasonData !== undefined) checkJson(StateReasonData);
    if (alarm.state.value === StateValue) return {};
    enterState(context, alarm, {
      value: StateValue!,
      reason: StateReason!,
      ...(StateReasonData === undefined ? undefined : { reasonData: StateReasonData }),
    });
    scheduleNextPhase(context, alarm);
    return {};
  },
});

function checkJson(text: string) {
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError('InvalidFormatFault', 'Data was not syntactically valid JSON.');
  }
}
