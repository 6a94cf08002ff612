import type { RE2JS } from 're2js';
import { AwsError } from '../../../kernel/error.ts';
import { libraries } from '../../../kernel/libraries.ts';
import { invalid } from './name.ts';
import type { Tier } from './state.ts';

/** The tier of a new version; throws for a value that is too long for it. */
export function tierOf(value: string, wanted: string | undefined, before: Tier | undefined): Tier {
  const bytes = Buffer.byteLength(value);
  if (wanted === 'Standard' && before === 'Advanced') {
    throw invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  }
  const isAdvanced =
    wanted === 'Advanced' ||
    before === 'Advanced' ||
    (wanted === 'Intelligent-Tiering' && bytes > standardBytesMax);
  const tier = isAdvanced ? 'Advanced' : 'Standard';
  if (tier === 'Standard' && bytes > standardBytesMax) {
    throw invalid(
      `Standard tier parameters support a maximum parameter value of ${standardBytesMax} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  }
  if (bytes > advancedBytesMax) {
    throw invalid(
      `Advanced tier parameters support a maximum parameter value of ${advancedBytesMax} characters.`,
    );
  }
  return tier;
}

const standardBytesMax = 4_096;
const advancedBytesMax = 8_192;

/** Patterns are RE2's: one that would take for ever cannot be written. */
export function requireAllowed(value: string, pattern: string | undefined) {
  if (/\{\{.*\}\}/s.test(value)) {
    throw invalid('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  }
  if (pattern === undefined) return;
  if (compiled(pattern).matcher(value).find()) return;
  throw new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  );
}

function compiled(pattern: string): RE2JS {
  try {
    return libraries.re2js.RE2JS.compile(pattern);
  } catch {
    throw new AwsError(
      'InvalidAllowedPatternException',
      `The request does not meet the regular expression requirement: ${pattern}`,
    );
  }
}
