import type { DeleteAlarmsInput } from '@aws-sdk/client-cloudwatch';
import { configurationUpdateHistory } from '@tocsin/engine/alarm';
import { operation } from '../../kernel/operation.ts';
import { configuredAlarm } from './configuration.ts';
import { writeHistory } from './history.ts';
import { alarmArns, alarms, alarmToChange } from './state.ts';

/** Deletes all of these alarms, or none when one of them does not exist. Their history stays. */
export const DeleteAlarms = operation<DeleteAlarmsInput, object>({
  accepts: ['AlarmNames'],
  resource: ({ AlarmNames }, context) => alarmArns(context, AlarmNames),
  run: ({ AlarmNames }, context) => {
    for (const name of new Set(AlarmNames)) {
      const alarm = alarmToChange(context, name);
      const entry = configurationUpdateHistory('Delete', configuredAlarm(alarm, context));
      writeHistory(context, name, entry);
      context.table(alarms).delete(name);
    }
    return {};
  },
});
