import type { Context } from '../../kernel/context.ts';
import { busesTable, type EventBus } from './state.ts';

export function changeBus(bus: EventBus, change: Partial<EventBus>, context: Context): EventBus {
  return context.table(busesTable).put({ ...bus, ...change, modifiedMs: context.nowMs });
}
