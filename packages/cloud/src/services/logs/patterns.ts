import { type FilterPattern, FilterPatternError, parseFilterPattern } from '@tocsin/engine/filter';
import { invalidParameter } from './onLogGroup.ts';

/**
 * Reads a filter pattern of a caller. `otherwise` is what AWS says where it does not name the
 * fault. Throws InvalidParameterException.
 */
export function readPattern(text: string, otherwise: string): FilterPattern {
  try {
    return parseFilterPattern(text);
  } catch (error) {
    if (error instanceof FilterPatternError) throw invalidParameter(error.awsDetail ?? otherwise);
    throw error;
  }
}
