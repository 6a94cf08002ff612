import type { InputTransformer } from '@aws-sdk/client-eventbridge';
import { isoSeconds } from '../../kernel/isoTime.ts';
import type { BusEvent } from './envelope.ts';
import { type JsonPath, parseJsonPath, valueAt } from './jsonPath.ts';

/**
 * A template with its placeholders filled in. In a template that is JSON, a placeholder that stands
 * free becomes a JSON value, one inside a string becomes text. A template that is one string, or a
 * string on each line, keeps its quotes: so do the mails that SNS makes of it. What an event does
 * not have becomes nothing: `""` where a JSON value is wanted.
 * Source: "Amazon EventBridge input transformation", EventBridge user guide.
 *
 * AWS writes the objects that it puts into strings without their quotes. What a text needs to stand
 * in a JSON string is escaped, so that an event cannot write into the template around it.
 */
export function transform(transformer: InputTransformer, facts: TransformFacts): string {
  const paths = compiledPaths(transformer.InputPathsMap ?? {});
  const { InputTemplate = '' } = transformer;
  let isInString = false;
  let output = '';
  let from = 0;
  for (const match of InputTemplate.matchAll(placeholder)) {
    const text = InputTemplate.slice(from, match.index);
    isInString = endsInString(text, isInString);
    const value = valueBehind(match[1]!, paths, facts);
    output += text + (isInString ? textOf(value) : JSON.stringify(value ?? ''));
    from = match.index + match[0].length;
  }
  return output + InputTemplate.slice(from);
}

export interface TransformFacts {
  readonly event: BusEvent;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly ingestionMs: number;
}

/** The first placeholder that stands for nothing; undefined when all are known. */
export function unknownPlaceholder({ InputPathsMap = {}, InputTemplate = '' }: InputTransformer) {
  for (const [, name] of InputTemplate.matchAll(placeholder)) {
    if (!Object.hasOwn(InputPathsMap, name!) && !Object.hasOwn(predefined, name!)) return name;
  }
  return undefined;
}

const placeholder = /<([\w.-]+)>/g;

const predefined: Readonly<Record<string, (facts: TransformFacts) => unknown>> = {
  'aws.events.rule-arn': ({ ruleArn }) => ruleArn,
  'aws.events.rule-name': ({ ruleName }) => ruleName,
  'aws.events.event.ingestion-time': ({ ingestionMs }) => isoSeconds(ingestionMs),
  'aws.events.event': ({ event }) => withoutDetail(event),
  'aws.events.event.json': ({ event }) => event,
};

/** As AWS writes it: without `detail`, in this order, and with `detailType` in one word. */
function withoutDetail(event: BusEvent) {
  const { id, account, time, source, region, resources, version } = event;
  return {
    id,
    account,
    detailType: event['detail-type'],
    time,
    source,
    region,
    resources,
    version,
  };
}

function valueBehind(name: string, paths: Paths, facts: TransformFacts): unknown {
  const path = paths[name];
  return path ? valueAt(facts.event, path) : predefined[name]?.(facts);
}

/** A value inside a string. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text =
    typeof value === 'object' ? JSON.stringify(value).replaceAll('"', '') : String(value);
  return JSON.stringify(text).slice(1, -1);
}

/** Whether a string that JSON text opened is still open at its end. */
function endsInString(text: string, isInString: boolean): boolean {
  let inside = isInString;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') inside = !inside;
  }
  return inside;
}

type Paths = Readonly<Record<string, JsonPath>>;

function compiledPaths(map: Readonly<Record<string, string>>): Paths {
  const paths: Record<string, JsonPath> = {};
  for (const [name, path] of Object.entries(map)) paths[name] = parseJsonPath(path) ?? [];
  return paths;
}
