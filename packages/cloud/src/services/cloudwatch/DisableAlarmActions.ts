import type { DisableAlarmActionsInput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../kernel/operation.ts';
import { setActionsEnabled } from './configuration.ts';
import { alarmArns } from './state.ts';

export const DisableAlarmActions = operation<DisableAlarmActionsInput, object>({
  accepts: ['AlarmNames'],
  resource: ({ AlarmNames }, context) => alarmArns(context, AlarmNames),
  run: ({ AlarmNames }, context) => {
    setActionsEnabled(context, AlarmNames!, false);
    return {};
  },
});
