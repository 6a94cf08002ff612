/** What an action throws when its step fails; all else is a defect. */
export class StepFailure extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** How a run of a step ended that did not succeed. */
export interface Failure {
  readonly status: 'Failed' | 'TimedOut';
  readonly type: string;
  readonly message: string;
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
}

/** As Automation frames what went wrong in a step. */
export function failureText(message: string): string {
  return [
    'Step fails when it is Execute/Cancelling action.',
    message.endsWith('.') ? message : `${message}.`,
    'Please refer to Automation Service Troubleshooting Guide for more diagnosis details.',
  ].join(' ');
}
