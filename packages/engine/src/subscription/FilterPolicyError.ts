/**
 * A filter policy SNS would refuse. `message` is what SetSubscriptionAttributes answers; Subscribe
 * puts `Invalid parameter: Attributes Reason: ` before the `reason` instead.
 */
export class FilterPolicyError extends Error {
  readonly code = 'InvalidParameter';
  override readonly name = 'FilterPolicyError';
  readonly reason: string;

  constructor(reason: string) {
    super(`Invalid parameter: ${reason}`);
    this.reason = reason;
  }
}

/** Refuses a filter policy for what is wrong inside it. */
export function refuse(fault: string): never {
  throw new FilterPolicyError(`FilterPolicy: ${fault}`);
}
