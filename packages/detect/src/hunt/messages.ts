import type { LogFacts } from './logReader.ts';

/** What a worker is started with. */
export interface Task {
  /** The rules, in their portable form. */
  readonly rules: unknown;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  /** Where compiled code is kept, if anywhere. */
  readonly compileCache: string | undefined;
}

export type ToWorker =
  /** A log to read: of a path, or of pieces that are sent when asked for. */
  | {
      readonly kind: 'log';
      readonly name: string;
      readonly sizeBytes: number;
      readonly isFile: boolean;
    }
  /** A piece of the log that is being read; without bytes it was the last. */
  | { readonly kind: 'piece'; readonly bytes?: Uint8Array; readonly failure?: string };

export type FromWorker =
  | { readonly kind: 'wantsPiece' }
  | { readonly kind: 'hits'; readonly hits: readonly Hit[]; readonly readBytes: number }
  | { readonly kind: 'done'; readonly read: LogRead };

/** A record that rules match, by their places. */
export interface Hit {
  readonly timeMs: number | undefined;
  readonly eventID: string;
  readonly record: string;
  readonly matched: readonly number[];
}

export interface LogRead {
  readonly facts: LogFacts;
  /** Why not all of it was read, such as `is a zip archive`. */
  readonly failure?: string;
}
