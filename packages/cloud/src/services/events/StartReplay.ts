import type { StartReplayRequest, StartReplayResponse } from '@aws-sdk/client-eventbridge';
import type { Context } from '../../kernel/context.ts';
import { operation } from '../../kernel/operation.ts';
import { archiveArn, busOf, replayArn } from './names.ts';
import { exists, invalidParameter, limitExceeded } from './problems.ts';
import { startPlaying } from './replay.ts';
import { type Archive, archivesTable, type Replay, replaysTable } from './state.ts';

/** Gives the archived events of a span of time to their bus once more. */
export const StartReplay = operation<StartReplayRequest, StartReplayResponse>({
  accepts: [
    'ReplayName',
    'Description',
    'EventSourceArn',
    'EventStartTime',
    'EventEndTime',
    'Destination',
  ],
  resource: ({ ReplayName = '', EventSourceArn }, context) => [
    replayArn(ReplayName, context),
    ...(EventSourceArn === undefined ? [] : [EventSourceArn]),
  ],
  run(input, context) {
    const name = input.ReplayName!;
    const replays = context.table(replaysTable);
    if (replays.has(name)) throw exists(`Replay ${name}`);
    const archive = archiveOfReplay(input.EventSourceArn!, context);
    const { Arn, FilterArns = [] } = input.Destination!;
    if (busOf(Arn, context).name !== archive.busName) {
      throw invalidParameter('Destination.Arn', 'Cross event bus replay is not permitted.');
    }
    const fromMs = input.EventStartTime!.getTime();
    const untilMs = input.EventEndTime!.getTime();
    if (fromMs >= untilMs) {
      throw invalidParameter('EventEndTime', 'EventStartTime must be before EventEndTime.');
    }
    if ([...replays.values()].filter(isActive).length >= activeReplaysMax) throw limitExceeded();
    const replay: Replay = {
      name,
      archiveArn: input.EventSourceArn!,
      archiveId: archive.id,
      busName: archive.busName,
      ...(input.Description ? { description: input.Description } : undefined),
      ruleArns: FilterArns,
      fromMs,
      untilMs,
      state: 'STARTING',
      startedMs: context.nowMs,
    };
    replays.put(replay);
    startPlaying(replay, context);
    return {
      ReplayArn: replayArn(name, context),
      State: replay.state,
      ReplayStartTime: new Date(replay.startedMs),
    };
  },
});

function archiveOfReplay(arn: string, context: Context): Archive {
  const name = arn.split('/').at(-1)!;
  const archive = context.table(archivesTable).get(name);
  if (archive && arn === archiveArn(name, context)) return archive;
  throw invalidParameter('EventSourceArn', `Archive ${name} does not exist.`);
}

function isActive({ endedMs }: Replay): boolean {
  return endedMs === undefined;
}

const activeReplaysMax = 10;
