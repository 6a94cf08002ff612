/** A runbook: the content of an Automation document, read and checked. */
export interface Runbook {
  readonly description?: string;
  readonly assumeRole?: string;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  readonly steps: readonly Step[];
  /** References such as `step.Output`. */
  readonly outputs: readonly string[];
}

export interface ParameterSpec {
  readonly type: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly allowedValues?: readonly unknown[];
  readonly allowedPattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minChars?: number;
  readonly maxChars?: number;
}

export interface Step {
  readonly name: string;
  readonly action: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: readonly OutputSpec[];
  /** `Abort`, `Continue` or `step:<name>`. */
  readonly onFailure: string;
  readonly onCancel: string;
  readonly isEnd: boolean;
  readonly isCritical: boolean;
  readonly nextStep?: string;
  readonly maxAttempts: number;
  readonly timeoutSeconds?: number;
}

export interface OutputSpec {
  readonly name: string;
  readonly selector: string;
  readonly type: string;
}

export const parameterTypes: ReadonlySet<string> = new Set([
  'String',
  'StringList',
  'Integer',
  'Boolean',
  'StringMap',
  'MapList',
]);

/** Types that name a thing of AWS, alone or as `List<…>`: text that says what it is meant for. */
export const resourceType = /^(List<)?AWS::[A-Za-z0-9]+::[A-Za-z0-9:]+>?$/;
