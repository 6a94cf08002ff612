import type { Context } from '../../kernel/context.ts';
import { jobKind } from '../../kernel/jobs.ts';
import { type ArchivePosition, readEvents } from './archiveEvents.ts';
import { arrive } from './arrival.ts';
import { type BusEvent, envelope } from './envelope.ts';
import { type Replay, replaysTable } from './state.ts';

/** Gives archived events to the bus again, oldest first, some at a time. */
export const replayOn = jobKind<{ name: string; after: ArchivePosition }>({
  name: 'events.replay',
  settle({ payload }, context) {
    const replay = context.table(replaysTable).get(payload.name);
    if (!replay) return;
    if (replay.state === 'CANCELLING') end(replay, 'CANCELLED', context);
    else playChunk(replay, payload.after, context);
  },
});

/** In StartReplay. */
export function startPlaying({ name }: Replay, context: Context) {
  context.schedule(replayOn, { name, after: { timeMs: 0, seq: 0 } });
}

function playChunk(replay: Replay, after: ArchivePosition, context: Context) {
  const events = readEvents(replay.archiveId, replay, after, chunkEvents, context);
  for (const { event, timeMs } of events) {
    const { busName, ruleArns } = replay;
    arrive({ event: replayed(event, timeMs, replay, context), timeMs, ruleArns }, busName, context);
  }
  const last = events.at(-1);
  const moved: Replay = {
    ...replay,
    state: 'RUNNING',
    ...(last ? { lastEventMs: last.timeMs } : undefined),
  };
  if (events.length < chunkEvents) {
    end(moved, 'COMPLETED', context);
    return;
  }
  context.table(replaysTable).put(moved);
  const position = { timeMs: last!.timeMs, seq: last!.seq };
  context.schedule(replayOn, { name: replay.name, after: position });
}

function end(replay: Replay, state: Replay['state'], context: Context) {
  context.table(replaysTable).put({ ...replay, state, endedMs: context.nowMs });
}

/** The event as it was, and `replay-name`. */
function replayed(text: string, timeMs: number, { name }: Replay, context: Context): string {
  const event = JSON.parse(text) as BusEvent;
  const { id, source, resources } = event;
  return envelope(
    {
      id,
      source,
      resources,
      timeMs,
      detailType: event['detail-type'],
      detail: JSON.stringify(event.detail),
      replayName: name,
    },
    context,
  );
}

const chunkEvents = 100;
