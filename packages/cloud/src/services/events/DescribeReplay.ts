import type { DescribeReplayRequest, DescribeReplayResponse } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { describeReplay } from './describe.ts';
import { busArn, replayArn } from './names.ts';
import { onReplay, replayOf } from './replayNames.ts';

export const DescribeReplay = operation<DescribeReplayRequest, DescribeReplayResponse>({
  accepts: ['ReplayName'],
  ...onReplay,
  run({ ReplayName }, context) {
    const replay = replayOf(ReplayName!, context);
    const { busName, ruleArns, description } = replay;
    return {
      ...describeReplay(replay),
      ReplayArn: replayArn(replay.name, context),
      Description: description,
      Destination: {
        Arn: busArn(busName, context),
        ...(ruleArns.length > 0 ? { FilterArns: [...ruleArns] } : undefined),
      },
    };
  },
});
