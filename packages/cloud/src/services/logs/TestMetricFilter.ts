import type {
  TestMetricFilterRequest,
  TestMetricFilterResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../kernel/operation.ts';
import { readPattern } from './patterns.ts';

/** Says which messages a pattern matches, and what its columns hold. */
export const TestMetricFilter = operation<TestMetricFilterRequest, TestMetricFilterResponse>({
  accepts: ['filterPattern', 'logEventMessages'],
  resource: () => '*',
  run(input) {
    const pattern = readPattern(input.filterPattern!, 'Invalid metric filter pattern');
    const matches = input.logEventMessages!.flatMap((eventMessage, index) => {
      const match = pattern.match(eventMessage);
      if (!match) return [];
      const extractedValues = { ...match.extractedValues };
      return [{ eventNumber: index + 1, eventMessage, extractedValues }];
    });
    return { matches };
  },
});
