import type { PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { checkBatch } from './batchRules.ts';
import { addEvents } from './events.ts';
import { publishSamples } from './metricSamples.ts';
import { groupOf, onLogGroup, streamOf } from './onLogGroup.ts';
import { eventId } from './position.ts';
import { tellSubscribers } from './subscriptionEvents.ts';

/** Takes log events. As on AWS any `sequenceToken` will do: it has no meaning any more. */
export const PutLogEvents = operation<PutLogEventsRequest, PutLogEventsResponse>({
  accepts: ['logGroupName', 'logStreamName', 'logEvents', 'sequenceToken'],
  ...onLogGroup,
  event: 'none',
  run(input, context) {
    const group = groupOf(input, context);
    const stream = streamOf(group, input.logStreamName!, context);
    const { nowMs } = context;
    const { accepted, bytes, rejected } = checkBatch(group, input.logEvents!, nowMs);
    if (accepted.length > 0) {
      const firstSeq = addEvents(stream, accepted, bytes, context);
      publishSamples(group, accepted, context);
      tellSubscribers(group, stream, accepted, firstSeq, context);
    }
    const nextSequenceToken = eventId({ timeMs: nowMs, seq: stream.id });
    return rejected
      ? { nextSequenceToken, rejectedLogEventsInfo: rejected }
      : { nextSequenceToken };
  },
});
