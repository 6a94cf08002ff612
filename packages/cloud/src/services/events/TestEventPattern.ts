import type {
  TestEventPatternRequest,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import { matchesPattern } from './eventPattern.ts';
import { invalidParameter } from './problems.ts';

export const TestEventPattern = operation<TestEventPatternRequest, TestEventPatternResponse>({
  accepts: ['EventPattern', 'Event'],
  resource: () => '*',
  run: ({ EventPattern, Event }) => {
    const event = readEvent(Event!);
    return { Result: matchesPattern(EventPattern!, event) };
  },
});

/** The members that AWS wants to see in an event that is tested. */
const required = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

function readEvent(text: string): object {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw invalidParameter('Event', 'The event is not valid JSON.');
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw invalidParameter('Event', 'The event is not a JSON object.');
  }
  const absent = required.filter((name) => !Object.hasOwn(event, name));
  if (absent.length > 0) {
    throw invalidParameter('Event', `Missing required field(s): ${absent.join(', ')}.`);
  }
  return event;
}
