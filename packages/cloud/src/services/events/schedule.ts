import type { Context } from '../../kernel/context.ts';
import { nextCronMs, parseCron } from '../../kernel/cron.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { invokeTargets } from './delivery.ts';
import { envelope } from './envelope.ts';
import { noteTriggered } from './metrics.ts';
import { ruleArn } from './names.ts';
import { defaultBus, type Rule, ruleKey, rulesTable } from './state.ts';

/** When a scheduled rule fires. The times of a rate count from the moment the rule was put. */
export const fire = jobKind<{ rule: string; schedule: string; dueMs: number }>({
  name: 'events.schedule',
  settle({ payload }, context) {
    const rule = context.table(rulesTable).get(ruleKey(defaultBus, payload.rule));
    if (rule?.schedule !== payload.schedule || rule.state === 'DISABLED') return;
    noteTriggered(rule, context);
    invokeTargets(rule, scheduledEvent(rule, payload.dueMs, context), context);
    scheduleNext(rule, Math.max(payload.dueMs, context.nowMs - oneMinuteMs), context);
  },
});

/** In the operation that puts, enables, disables or deletes a rule. */
export function reschedule(rule: Rule, context: Context) {
  context.cancel(fire, jobKey(rule, context));
  if (rule.schedule !== undefined && rule.state !== 'DISABLED') {
    scheduleNext(rule, context.nowMs, context);
  }
}

export function unschedule(rule: Rule, context: Context) {
  context.cancel(fire, jobKey(rule, context));
}

/** The first time after `fromMs`; undefined for text that is no schedule, or one that is over. */
export function nextTimeMs(schedule: string, fromMs: number): number | undefined {
  const rate = /^rate\(([1-9]\d{0,9}) (minute|hour|day)(s?)\)$/.exec(schedule);
  if (rate) {
    const [, count, unit, plural] = rate;
    const isSingular = Number(count) === 1;
    if (isSingular === (plural === 's')) return undefined;
    return fromMs + Number(count) * unitsMs[unit!]!;
  }
  const cron = parseCron(/^cron\((.*)\)$/.exec(schedule)?.[1] ?? '');
  return cron && nextCronMs(cron, fromMs);
}

const oneMinuteMs = 60_000;
const unitsMs: Readonly<Record<string, number>> = {
  minute: oneMinuteMs,
  hour: 60 * oneMinuteMs,
  day: 24 * 60 * oneMinuteMs,
};

function scheduleNext(rule: Rule, fromMs: number, context: Context) {
  const dueMs = nextTimeMs(rule.schedule!, fromMs);
  if (dueMs === undefined) return;
  const payload = { rule: rule.name, schedule: rule.schedule!, dueMs };
  context.schedule(fire, payload, { dueMs, key: jobKey(rule, context) });
}

function scheduledEvent(rule: Rule, timeMs: number, context: Context): string {
  return envelope(
    {
      id: context.ids.uuid(),
      detailType: 'Scheduled Event',
      source: 'aws.events',
      timeMs,
      resources: [ruleArn(rule, context)],
      detail: '{}',
    },
    context,
  );
}

function jobKey(rule: Rule, { accountId, region }: Context): string {
  return `${accountId}/${region}/${rule.name}`;
}
