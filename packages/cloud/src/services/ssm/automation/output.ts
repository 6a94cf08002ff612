import { asTexts } from '../document/parameterValue.ts';
import type { OutputSpec } from '../document/runbook.ts';
import { StepFailure } from './failure.ts';
import { SelectorError, select } from './jsonPath.ts';

/**
 * The outputs that a step declares, out of what its action gave. As a String anything fits: what is
 * no text becomes JSON. Throws StepFailure.
 */
export function selectOutputs(
  specs: readonly OutputSpec[],
  answer: unknown,
): Record<string, unknown> {
  const outputs: Record<string, unknown> = {};
  for (const { name, selector, type } of specs) {
    const value = selected(answer, selector);
    if (value === undefined) continue;
    if (!fits[type]!(value)) {
      throw new StepFailure(
        'OutputTypeMismatch',
        `Output "${name}" selected by ${selector} is not of type ${type}.`,
      );
    }
    outputs[name] = type === 'String' && typeof value !== 'string' ? asText(value) : value;
  }
  if (JSON.stringify(outputs).length > outputCharactersMax) {
    throw new StepFailure(
      'OutputTooLarge',
      `Outputs of the step are longer than ${outputCharactersMax} characters.`,
    );
  }
  return outputs;
}

export function selected(answer: unknown, selector: string): unknown {
  try {
    return select(answer, selector);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new StepFailure('InvalidSelector', error.message);
  }
}

export const asText = (value: unknown): string => {
  const texts = asTexts(value);
  return Array.isArray(value) ? JSON.stringify(value) : (texts[0] ?? '');
};

/** As much as AWS lets a script give. */
const outputCharactersMax = 100_000;

const isMap = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: () => true,
  StringList: (value) => Array.isArray(value) && value.every((item) => typeof item !== 'object'),
  Integer: (value) => Number.isInteger(value),
  Boolean: (value) => typeof value === 'boolean',
  StringMap: isMap,
  MapList: (value) => Array.isArray(value) && value.every(isMap),
};
