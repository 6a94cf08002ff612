import { housekeeper } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/context.ts';
import { defaultBus } from './state.ts';

/** Counts into `AWS/Events`, by rule; a rule of a custom bus is told by its bus as well. */
export function count(names: readonly string[], rule: NamedRule, context: Context) {
  const caller = housekeeper('events.amazonaws.com', context.accountId);
  const ofRule = { Name: 'RuleName', Value: rule.name };
  const Dimensions =
    rule.busName === defaultBus
      ? [ofRule]
      : [{ Name: 'EventBusName', Value: rule.busName }, ofRule];
  const MetricData = names.map((MetricName) => ({
    MetricName,
    Dimensions,
    Value: 1,
    Unit: 'Count',
    Timestamp: new Date(context.nowMs),
  }));
  context.call('cloudwatch', 'PutMetricData', { Namespace: 'AWS/Events', MetricData }, { caller });
}

export function noteTriggered(rule: NamedRule, context: Context) {
  count(['MatchedEvents', 'TriggeredRules'], rule, context);
}

interface NamedRule {
  readonly name: string;
  readonly busName: string;
}
