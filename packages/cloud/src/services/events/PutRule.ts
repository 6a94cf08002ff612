import type { PutRuleRequest, PutRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { onRule, passedToEvents } from './access.ts';
import { checkPattern, checkWildcards, patternKeys } from './eventPattern.ts';
import { busOf, ruleArn } from './names.ts';
import { invalid, invalidParameter, limitExceeded } from './problems.ts';
import { nextTimeMs, reschedule } from './schedule.ts';
import { defaultBus, type Rule, ruleKey, rulesTable } from './state.ts';
import { requestTagKeys, withTags } from './tags.ts';
import { currentSeq } from './trailEvents.ts';

/**
 * Makes a rule, or replaces all of one but its targets and tags: what is left out is not kept.
 */
export const PutRule = operation<PutRuleRequest, PutRuleResponse>({
  accepts: [
    'Name',
    'ScheduleExpression',
    'EventPattern',
    'State',
    'Description',
    'RoleArn',
    'Tags',
    'EventBusName',
  ],
  resource: onRule.resource,
  conditionKeys: (input, context) => ({
    ...onRule.conditionKeys(input, context),
    ...requestTagKeys(input.Tags),
    ...patternKeys(input.EventPattern),
  }),
  passedRoles: ({ RoleArn }) => passedToEvents(RoleArn),
  run(input, context) {
    const { name: busName } = busOf(input.EventBusName, context);
    const { Name, EventPattern, ScheduleExpression, State, Description, RoleArn, Tags } = input;
    const name = Name!;
    checkTriggers(input, busName, context);
    if (EventPattern) checkWildcards(checkPattern(EventPattern), { busName, name }, context);
    const rules = context.table(rulesTable);
    const before = rules.get(ruleKey(busName, name));
    if (!before && rules.find('bus', busName).length >= rulesOfBusMax) throw limitExceeded();
    const rule: Rule = {
      name,
      busName,
      state: State ?? 'ENABLED',
      ...(EventPattern ? { pattern: EventPattern } : undefined),
      ...(ScheduleExpression ? { schedule: ScheduleExpression } : undefined),
      ...(Description ? { description: Description } : undefined),
      ...(RoleArn ? { roleArn: RoleArn } : undefined),
      targets: before?.targets ?? [],
      // AWS ignores the tags of a call that changes a rule (PutRule, API reference).
      tags: before?.tags ?? withTags({}, Tags),
      sinceSeq: currentSeq(context),
    };
    rules.put(rule);
    reschedule(rule, context);
    return { RuleArn: ruleArn(rule, context) };
  },
});

function checkTriggers(input: PutRuleRequest, busName: string, context: Context) {
  const { EventPattern, ScheduleExpression, State } = input;
  if (!EventPattern && !ScheduleExpression) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (!ScheduleExpression) return;
  if (busName !== defaultBus) {
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  }
  if (nextTimeMs(ScheduleExpression, context.nowMs) === undefined) {
    throw invalidParameter('ScheduleExpression');
  }
  if (State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') {
    // AWS refuses the two together; its words for it were never seen.
    throw invalidParameter('State', `${State} is not supported for a rule with a schedule.`);
  }
}

const rulesOfBusMax = 300;
