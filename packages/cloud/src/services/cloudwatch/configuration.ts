import { type ConfiguredAlarm, configurationUpdateHistory } from '@tocsin/engine/alarm';
import type { Context } from '../../kernel/context.ts';
import { writeHistory } from './history.ts';
import { type Alarm, alarms, notifyingAlarm } from './state.ts';

/** The alarm as its history tells of a change of its configuration. */
export function configuredAlarm(alarm: Alarm, context: Context): ConfiguredAlarm {
  return {
    ...notifyingAlarm(alarm, context),
    actionsEnabled: alarm.actionsEnabled,
    stateValue: alarm.state.value,
    stateUpdatedMs: alarm.stateMs,
  };
}

/** Switches the actions of alarms on or off. AWS passes over names that no alarm has. */
export function setActionsEnabled(
  context: Context,
  names: readonly string[],
  actionsEnabled: boolean,
) {
  const table = context.table(alarms);
  for (const name of new Set(names)) {
    const before = table.get(name);
    if (!before || before.actionsEnabled === actionsEnabled) continue;
    const alarm = table.put({ ...before, actionsEnabled });
    const entry = configurationUpdateHistory('Update', configuredAlarm(alarm, context));
    writeHistory(context, name, entry);
  }
}
