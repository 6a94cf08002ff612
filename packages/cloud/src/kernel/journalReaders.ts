import type { Context } from './context.ts';

/** Wakes those who read the journal when there is something new in it. */
export function journalReaders(
  readers: readonly ((context: Context) => void)[],
  context: () => Context,
  onDefect: (error: unknown) => void,
): (lastSeq: number) => void {
  let readSeq = -1;
  return (lastSeq) => {
    if (lastSeq === readSeq) return;
    readSeq = lastSeq;
    for (const read of readers) {
      try {
        read(context());
      } catch (error) {
        onDefect(error);
      }
    }
  };
}
