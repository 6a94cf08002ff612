import type { Time } from './clients.ts';

/** One thing that containment sets. Each can be set again and read back. */
export interface Step {
  readonly name: string;
  /** Sets it. Gives what was set, in a few words. */
  apply(): Promise<string>;
  /** Whether it is as it was set. */
  readBack(): Promise<boolean>;
  /**
   * Takes away what `apply` added and nothing else. Gives what was taken away, in a few words, or
   * undefined where there was nothing any more. Without it, what was turned off stays off: whoever
   * stole it still has it.
   */
  undo?(): Promise<string | undefined>;
}

/** What came of a step. */
export interface StepResult {
  readonly name: string;
  readonly outcome: 'done' | 'failed';
  /** Milliseconds from the start of the containment to the step's end. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly detail: string;
}

/** Takes a step and times it. A failure is a result: the other steps go on. */
export async function take(
  name: string,
  work: () => Promise<string>,
  startedMs: number,
  time: Time,
): Promise<StepResult> {
  const fromMs = time.now();
  const result = (outcome: StepResult['outcome'], detail: string): StepResult => {
    const nowMs = time.now();
    return { name, outcome, atMs: nowMs - startedMs, tookMs: nowMs - fromMs, detail };
  };
  try {
    return result('done', await work());
  } catch (error) {
    return result('failed', errorText(error));
  }
}

export function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Whether AWS says that the thing is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  ['NoSuchEntity', 'NoSuchEntityException', 'ResourceNotFoundException', 'NoSuchKey'].includes(
    error.name,
  );

/** What AWS gives, or undefined where it says that the thing is not there. */
export async function ifThere<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
