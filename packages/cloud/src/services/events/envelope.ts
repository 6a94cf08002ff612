import type { Context } from '../../kernel/context.ts';
import { isoSeconds } from '../../kernel/isoTime.ts';

/** An event without its frame: what AWS writes around `detail`. */
export interface EventFacts {
  readonly id: string;
  readonly detailType: string;
  readonly source: string;
  readonly timeMs: number;
  readonly resources: readonly string[];
  /** JSON text of an object. */
  readonly detail: string;
  readonly replayName?: string;
}

/** The event as every rule sees it and every target gets it, with AWS's order of members. */
export function envelope(event: EventFacts, { accountId, region }: Context): string {
  const { id, detailType, source, timeMs, resources, detail, replayName } = event;
  const replay = replayName === undefined ? '' : `"replay-name":${JSON.stringify(replayName)},`;
  return (
    `{"version":"0","id":"${id}","detail-type":${JSON.stringify(detailType)},` +
    `"source":${JSON.stringify(source)},"account":"${accountId}",` +
    `"time":"${isoSeconds(timeMs)}","region":"${region}",${replay}` +
    `"resources":${JSON.stringify(resources)},"detail":${detail}}`
  );
}

/** An event as it is read back. */
export interface BusEvent {
  readonly version: string;
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}
