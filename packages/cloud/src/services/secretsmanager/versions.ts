/** One version of a secret; its value is kept apart (see `values.ts`). */
export interface Version {
  readonly versionId: string;
  /** Staging labels; a version without any is deprecated. */
  readonly stages: readonly string[];
  readonly createdMs: number;
  /** The day of the last read, at midnight UTC. */
  readonly accessedMs?: number;
}

export const current = 'AWSCURRENT';
export const previous = 'AWSPREVIOUS';
/** What a rotation makes. */
export const pending = 'AWSPENDING';

export function versionAt(versions: readonly Version[], stage: string): Version | undefined {
  return versions.find(({ stages }) => stages.includes(stage));
}

/**
 * Gives a label to one version and takes it from the one that had it. Where AWSCURRENT leaves a
 * version, AWSPREVIOUS moves to it.
 */
export function moveStage(
  versions: readonly Version[],
  stage: string,
  toVersionId: string,
): readonly Version[] {
  const holder = versionAt(versions, stage);
  if (holder?.versionId === toVersionId) return versions;
  const moved = place(versions, stage, toVersionId);
  return stage === current && holder ? place(moved, previous, holder.versionId) : moved;
}

export function removeStage(versions: readonly Version[], stage: string): readonly Version[] {
  return place(versions, stage, undefined);
}

function place(versions: readonly Version[], stage: string, toVersionId: string | undefined) {
  return versions.map((version) => {
    const others = version.stages.filter((one) => one !== stage);
    if (version.versionId === toVersionId) {
      return { ...version, stages: inListingOrder([...others, stage]) };
    }
    return others.length === version.stages.length ? version : { ...version, stages: others };
  });
}

/**
 * AWS lists a version's labels in the order in which a Java HashSet walks them, not in the order
 * in which they were attached: AWSPREVIOUS, BLUE, REPLAY, AWSCURRENT. The table of the set has 16
 * places, and 32 from the thirteenth label on.
 */
function inListingOrder(stages: readonly string[]): readonly string[] {
  const places = stages.length > 12 ? 32 : 16;
  return stages.toSorted((one, other) => slotOf(one, places) - slotOf(other, places));
}

function slotOf(text: string, places: number): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  }
  return (hash ^ (hash >>> 16)) & (places - 1);
}
