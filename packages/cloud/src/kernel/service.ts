import type { Context } from './context.ts';
import type { JobKind } from './jobs.ts';
import type { Operation } from './operation.ts';

/** A service of AWS: a folder whose index gives this. */
export interface Service {
  /** The prefix of its IAM actions, and its name for `call`. */
  readonly name: string;
  /** Its name in the credential scope of a signature, where that is another (`monitoring`). */
  readonly signingName?: string;
  /** The SDK's client package, whose schemas the service speaks. */
  readonly sdk: string;
  /** CloudTrail's `eventSource`. */
  readonly eventSource: string;
  /** CloudTrail's `apiVersion`, for the services whose records have one. */
  readonly apiVersion?: string;
  /**
   * Its records put the user agent in brackets, and those of refused calls say as much as others:
   * `requestParameters` and `resources`. So does S3 alone.
   */
  readonly fullRecords?: true;
  /** The largest body of a request, where the gateway's own limit is too small. */
  readonly bodyLimitBytes?: number;
  /** One for the whole account: its state has no Region and its events are us-east-1's. */
  readonly global?: true;
  /** Operations by AWS's own names. */
  readonly operations: Readonly<Record<string, Operation>>;
  readonly jobs?: readonly JobKind[];
  /** Runs once when the cloud starts, after the state is read; re-arms what hangs on the clock. */
  readonly boot?: (context: Context) => void;
  /** Runs after commits that added to the journal, and at the start; keeps its own cursors. */
  readonly journal?: (context: Context) => void;
  /** What a browser may GET without a signature: the links of mails, a signing certificate. */
  readonly pages?: readonly Page[];
}

/** Answers a GET whose path matches; what it changes is committed before the visitor sees it. */
export interface Page {
  readonly path: RegExp;
  readonly show: (visit: PageVisit, context: Context) => PageAnswer;
}

export interface PageVisit {
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface PageAnswer {
  readonly status: number;
  readonly type: 'text/html; charset=utf-8' | 'application/x-pem-file';
  readonly body: string;
}
