import type { Context } from '../../kernel/context.ts';
import { replayArn } from './names.ts';
import { missing } from './problems.ts';
import { type Replay, replaysTable } from './state.ts';

export const onReplay = {
  resource: ({ ReplayName = '' }: { ReplayName?: string | undefined }, context: Context) =>
    replayArn(ReplayName, context),
};

/** Throws ResourceNotFoundException. */
export function replayOf(name: string, context: Context): Replay {
  const replay = context.table(replaysTable).get(name);
  if (!replay) throw missing(`Replay ${name}`);
  return replay;
}
