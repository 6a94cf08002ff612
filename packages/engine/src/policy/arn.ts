import { isVariable, type TemplatePart, type TextTest, templateTest } from './template.ts';
import { MANY } from './wildcard.ts';

/** `arn:partition:service:region:account:` – what comes before the resource. */
const HEAD_SEGMENTS = 5;

/**
 * Compiles a Resource pattern. A wildcard stays inside its segment in the head of the ARN, and
 * spans `:` and `/` in the resource part. Missing segments count as `*`, which is how AWS completes
 * `arn:aws:sqs`. Where the head is plain text the whole string is matched at once: no ARN has a
 * colon inside its first five segments, so the outcome is the same.
 */
export function resourceTest(parts: readonly TemplatePart[]): TextTest {
  if (parts.length === 1 && parts[0] === MANY) return () => true;
  const segments = segmentsOf(parts);
  if (segments.length <= HEAD_SEGMENTS) {
    return segmentsTest([...segments, ...Array(HEAD_SEGMENTS + 1).fill([MANY])]);
  }
  const plainHead = segments
    .slice(0, HEAD_SEGMENTS)
    .every((segment) => segment.every((part) => typeof part === 'string'));
  return plainHead ? templateTest(parts) : segmentsTest(segments);
}

/**
 * Compiles the value of an Arn… condition: each of the six segments is matched for itself. The
 * lone `*` matches every ARN; any other text with fewer segments matches nothing.
 */
export function arnTest(parts: readonly TemplatePart[]): TextTest {
  if (parts.length === 1 && parts[0] === MANY) return (value) => value.startsWith('arn:');
  const segments = segmentsOf(parts);
  return segments.length > HEAD_SEGMENTS ? segmentsTest(segments) : wholeVariableTest(parts);
}

/** `${aws:PrincipalArn}` alone carries its colons in its value. */
function wholeVariableTest(parts: readonly TemplatePart[]): TextTest {
  return parts.length === 1 && isVariable(parts[0]!) ? templateTest(parts) : () => false;
}

function segmentsTest(segments: readonly (readonly TemplatePart[])[]): TextTest {
  const tests = segments
    .slice(0, HEAD_SEGMENTS)
    .map((segment) => (isStar(segment) ? undefined : templateTest(segment)));
  const rest = templateTest(segments[HEAD_SEGMENTS]!);
  return (value, context) => {
    let from = 0;
    for (const test of tests) {
      const end = value.indexOf(':', from);
      if (end < 0) return false;
      if (test !== undefined && !test(value.slice(from, end), context)) return false;
      from = end + 1;
    }
    return rest(value.slice(from), context);
  };
}

function isStar(segment: readonly TemplatePart[]): boolean {
  return segment.length === 1 && segment[0] === MANY;
}

/** Cuts a template at its first five colons; those inside a variable's name do not count. */
function segmentsOf(parts: readonly TemplatePart[]): TemplatePart[][] {
  const segments: TemplatePart[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') {
      segments.at(-1)!.push(part);
      continue;
    }
    let from = 0;
    while (segments.length <= HEAD_SEGMENTS) {
      const colon = part.indexOf(':', from);
      if (colon < 0) break;
      if (colon > from) segments.at(-1)!.push(part.slice(from, colon));
      segments.push([]);
      from = colon + 1;
    }
    if (from < part.length) segments.at(-1)!.push(part.slice(from));
  }
  return segments;
}
