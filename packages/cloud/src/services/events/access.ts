import type { Context } from '../../kernel/context.ts';
import type { ConditionKeys, PassedRole } from '../../kernel/operation.ts';
import { archiveArn, busArn, busNameOf, findBus, ruleArn, ruleOfArn } from './names.ts';
import { ruleKey, rulesTable } from './state.ts';
import { resourceTagKeys, type Tags } from './tags.ts';

/** What is authorized for operations on a rule that they call `Name`. */
export const onRule = {
  resource: ({ Name = '', EventBusName }: NamedRule, context: Context): string =>
    ruleArn({ busName: busNameOf(EventBusName), name: Name }, context),
  conditionKeys: ({ Name = '', EventBusName }: NamedRule, context: Context): ConditionKeys =>
    ruleTagKeys(Name, EventBusName, context),
};

/** The same where they call it `Rule`. */
export const onTargets = {
  resource: ({ Rule = '', EventBusName }: RuleTargets, context: Context): string =>
    ruleArn({ busName: busNameOf(EventBusName), name: Rule }, context),
  conditionKeys: ({ Rule = '', EventBusName }: RuleTargets, context: Context): ConditionKeys =>
    ruleTagKeys(Rule, EventBusName, context),
};

/** The role by which a rule or a target acts. */
export const passedToEvents = (roleArn: string | undefined): readonly PassedRole[] =>
  roleArn ? [{ roleArn, service: 'events.amazonaws.com' }] : [];

/** Operations on a bus that they call `Name`. */
export const onBus = {
  resource: ({ Name }: { Name?: string | undefined }, context: Context): string =>
    busArn(busNameOf(Name), context),
  conditionKeys: ({ Name }: { Name?: string | undefined }, context: Context): ConditionKeys =>
    resourceTagKeys(findBus(Name, context)?.tags),
};

/** PutPermission and RemovePermission. */
export const onPermission = {
  resource: ({ EventBusName }: { EventBusName?: string | undefined }, context: Context): string =>
    busArn(busNameOf(EventBusName), context),
};

export const onArchive = {
  resource: ({ ArchiveName = '' }: { ArchiveName?: string | undefined }, context: Context) =>
    archiveArn(ArchiveName, context),
};

/** The tag operations. */
export const onResource = {
  resource: ({ ResourceARN = '*' }: { ResourceARN?: string | undefined }): string => ResourceARN,
};

/** The tags of a rule or a bus; undefined where there is neither. */
export function tagsOfArn(arn: string | undefined, context: Context): Tags | undefined {
  if (arn === undefined) return undefined;
  return ruleOfArn(arn, context)?.tags ?? findBusOfArn(arn, context)?.tags;
}

export function findBusOfArn(arn: string, context: Context) {
  return arn.startsWith(busArn('', context)) ? findBus(arn, context) : undefined;
}

export function ruleTagKeys(
  name: string,
  bus: string | undefined,
  context: Context,
): ConditionKeys {
  const rule = context.table(rulesTable).get(ruleKey(busNameOf(bus), name));
  return resourceTagKeys(rule?.tags);
}

interface NamedRule {
  readonly Name?: string | undefined;
  readonly EventBusName?: string | undefined;
}

interface RuleTargets {
  readonly Rule?: string | undefined;
  readonly EventBusName?: string | undefined;
}
