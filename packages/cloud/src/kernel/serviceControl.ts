import type { Policy } from '@tocsin/engine/policy';

/** What IAM must know of Organizations, whose folder answers it. */
export interface ServiceControl {
  /** Grows when what `levels` gives may have changed. */
  readonly version: number;
  /** The organization that the account belongs to. */
  readonly organization: { readonly id: string; readonly rootId: string } | undefined;
  /**
   * The policies of each level from the root down to the account; undefined where none act: the
   * account is in no organization, or service control policies are switched off there.
   */
  readonly levels: () => readonly (readonly Policy[])[] | undefined;
}
