import type { CancelReplayRequest, CancelReplayResponse } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { replayArn } from './names.ts';
import { onReplay, replayOf } from './replayNames.ts';
import { replaysTable } from './state.ts';

/** Stops a replay before its next events. */
export const CancelReplay = operation<CancelReplayRequest, CancelReplayResponse>({
  accepts: ['ReplayName'],
  ...onReplay,
  run({ ReplayName }, context) {
    const replay = replayOf(ReplayName!, context);
    if (replay.state !== 'STARTING' && replay.state !== 'RUNNING') {
      throw new AwsError(
        'IllegalStatusException',
        `Replay ${replay.name} is not in a valid state for this operation.`,
      );
    }
    context.table(replaysTable).put({ ...replay, state: 'CANCELLING' });
    return { ReplayArn: replayArn(replay.name, context), State: 'CANCELLING' };
  },
});
