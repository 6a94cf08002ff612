import type { Child } from './children.ts';
import type { Decision } from './gate.ts';
import type { Grade } from './grade.ts';
import type { Principal } from './principal.ts';
import type { StepResult } from './step.ts';
import type { Trigger } from './trigger.ts';

/** All that is known of one incident: the object `incidents/<id>.json`. Holds no secret's value. */
export interface Incident {
  readonly id: string;
  /**
   * `working`: somebody contains. `waiting`: a person is asked. `paged`: a person must act.
   * `joined`: it belongs to another incident. `done`, `restored`. `partly-restored`: something
   * could not be undone, and a further restore tries again.
   */
  readonly state:
    | 'working'
    | 'waiting'
    | 'paged'
    | 'joined'
    | 'done'
    | 'restored'
    | 'partly-restored';
  /** Who works on it: the same invocation, tried again, goes on. */
  readonly owner: string;
  readonly openedAt: string;
  readonly trigger: Trigger;
  readonly principal: Principal;
  /** ARNs of the touched secrets. */
  readonly secrets: readonly string[];
  readonly honeytoken: boolean;
  readonly decision: Decision;
  readonly scope: 'principal' | 'session';
  /** The incident this one belongs to. */
  readonly joins?: string;
  /** At least so many reads of the same secrets joined; one object tells of all. */
  readonly reads?: number;
  /** What the principal made, where that is what joined. */
  readonly made?: Child;
  readonly steps: readonly StepResult[];
  readonly snapshot?: SnapshotPlace | undefined;
  readonly verification?: Verification;
  readonly grade?: Grade;
  readonly restored?: Restored;
}

export interface SnapshotPlace {
  readonly bucket: string;
  readonly key: string;
  /** Of the object's bytes, hexadecimal. */
  readonly sha256: string;
}

export interface Verification {
  readonly seconds: number;
  readonly rounds: number;
  readonly missing: readonly string[];
  readonly reapplied: readonly string[];
  readonly undoPowers: readonly string[];
  /** Why the powers are not known, where they are not. */
  readonly undoPowersUnknown?: string | undefined;
  readonly children: readonly Child[];
  /** What could not be looked at. */
  readonly blindSpots: readonly string[];
}

export interface Restored {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  readonly removed: readonly string[];
  readonly keysTurnedOn: readonly string[];
  /** What had changed since the snapshot and was restored over nevertheless. */
  readonly drift: readonly string[];
  /** What could not be undone, with AWS's answer: the incident stays to be restored. */
  readonly failed: readonly string[];
  /** What the principal had made, and how to let each in. */
  readonly stillDenied: readonly { readonly what: string; readonly letIn: string }[];
}
