import type { Context } from '../../kernel/context.ts';
import { findBusOfArn, tagsOfArn } from './access.ts';
import { ruleOfArn } from './names.ts';
import { missing } from './problems.ts';
import { busesTable, defaultBus, rulesTable } from './state.ts';
import type { Tags } from './tags.ts';

/** The tags of a rule or bus. Throws ResourceNotFoundException in AWS's words. */
export function taggedTags(arn: string, context: Context): Tags {
  const tags = tagsOfArn(arn, context);
  if (tags) return tags;
  const path = arn.split(':').slice(5).join(':');
  const [, kind = '', rest = ''] = /^(rule|event-bus)\/(.*)$/.exec(path) ?? [];
  if (kind === 'event-bus') throw missing(`Event bus ${rest}`);
  const [name = '', busName = defaultBus] = rest.split('/').reverse();
  throw missing(`Rule ${name}`, ` on EventBus ${busName}`);
}

export function putTags(arn: string, tags: Tags, context: Context) {
  const rule = ruleOfArn(arn, context);
  if (rule) context.table(rulesTable).put({ ...rule, tags });
  else context.table(busesTable).put({ ...findBusOfArn(arn, context)!, tags });
}
