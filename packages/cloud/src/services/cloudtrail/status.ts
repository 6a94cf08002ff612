import type { Context } from '../../kernel/context.ts';
import type { AwsError } from '../../kernel/error.ts';
import { type Feed, statusTable, type TrailStatus, trailsTable } from './state.ts';

/** Notes how a delivery went, unless the trail is gone. */
export function noteStatus(
  { trailId, trailArn }: Feed,
  outcome: Omit<TrailStatus, 'trailId'>,
  context: Context,
) {
  if (context.globalTable(trailsTable).get(trailArn)?.id !== trailId) return;
  const table = context.globalTable(statusTable);
  table.put({ ...table.get(trailId), trailId, ...outcome });
}

/** Notes the error under which the trail's owner finds it; it stays until a success. */
export function noteFailure(feed: Feed, { recordCode, code }: AwsError, context: Context) {
  const error = recordCode ?? code;
  if (feed.destination.kind === 'logGroup') noteStatus(feed, { logsError: error }, context);
  else noteStatus(feed, { deliveryAttemptMs: context.nowMs, deliveryError: error }, context);
}
