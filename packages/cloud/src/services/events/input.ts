import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../kernel/error.ts';
import type { BusEvent } from './envelope.ts';
import { parseJsonPath, valueAt } from './jsonPath.ts';
import { transform } from './transformer.ts';

export interface InputFacts {
  /** The event as JSON text. */
  readonly event: string;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly ingestionMs: number;
}

/**
 * What a target gets: the event, a part of it, a constant, or what its transformer makes of it.
 * @throws AwsError INVALID_JSON when a template gives what is no JSON
 */
export function inputFor(target: Target, facts: InputFacts): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) {
    const value = valueAt(JSON.parse(facts.event), parseJsonPath(InputPath) ?? []);
    return JSON.stringify(value ?? null);
  }
  if (!InputTransformer) return facts.event;
  const event = JSON.parse(facts.event) as BusEvent;
  return checkedJson(transform(InputTransformer, { ...facts, event }));
}

/** One JSON value, or several lines that are one each. */
function checkedJson(text: string): string {
  if (!isJson(text) && !text.split('\n').every((line) => line.trim() === '' || isJson(line))) {
    throw new AwsError('INVALID_JSON', 'The transformed input is not valid JSON.');
  }
  return text;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
