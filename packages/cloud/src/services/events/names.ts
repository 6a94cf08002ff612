import type { Context } from '../../kernel/context.ts';
import { missing } from './problems.ts';
import { busesTable, defaultBus, type EventBus, type Rule, ruleKey, rulesTable } from './state.ts';

export function busArn(busName: string, context: Context): string {
  return context.arn('events', `event-bus/${busName}`);
}

/** The default bus is not named in the ARNs of its rules. */
export function ruleArn(rule: { busName: string; name: string }, context: Context): string {
  const { busName, name } = rule;
  return context.arn('events', `rule/${busName === defaultBus ? '' : `${busName}/`}${name}`);
}

export function archiveArn(name: string, context: Context): string {
  return context.arn('events', `archive/${name}`);
}

export function replayArn(name: string, context: Context): string {
  return context.arn('events', `replay/${name}`);
}

/** The name in a bus's ARN, or what was given; the default bus where nothing was. */
export function busNameOf(given: string | undefined): string {
  if (given === undefined) return defaultBus;
  return /^arn:[^:]*:events:[^:]*:[^:]*:event-bus\/(.*)$/.exec(given)?.[1] ?? given;
}

/** The bus, by its name or ARN. */
export function findBus(given: string | undefined, context: Context): EventBus | undefined {
  const name = busNameOf(given);
  if (given?.startsWith('arn:') && given !== busArn(name, context)) return undefined;
  const row = context.table(busesTable).get(name);
  return row ?? (name === defaultBus ? { name, tags: {} } : undefined);
}

/** Throws ResourceNotFoundException. */
export function busOf(given: string | undefined, context: Context): EventBus {
  const bus = findBus(given, context);
  if (!bus) throw missing(`Event bus ${busNameOf(given)}`);
  return bus;
}

/** The rule of a call. Throws ResourceNotFoundException for the bus or the rule. */
export function ruleOf(name: string, bus: string | undefined, context: Context): Rule {
  const busName = busOf(bus, context).name;
  const rule = context.table(rulesTable).get(ruleKey(busName, name));
  if (!rule) throw missing(`Rule ${name}`, ` on EventBus ${busName}`);
  return rule;
}

/** The rule with this ARN, if it is one of this account and Region. */
export function ruleOfArn(arn: string, context: Context): Rule | undefined {
  const prefix = context.arn('events', 'rule/');
  if (!arn.startsWith(prefix)) return undefined;
  const path = arn.slice(prefix.length);
  return context.table(rulesTable).get(path.includes('/') ? path : ruleKey(defaultBus, path));
}
