import type * as Iam from '@aws-sdk/client-iam';
import {
  type ContextValue,
  contextKeysOf,
  PolicyError,
  type PolicyKind,
  parsePolicy,
} from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { pageOf } from './pages.ts';
import { simulatedPrincipal } from './simulatedPrincipal.ts';
import { evaluate, type Source } from './simulation.ts';

/** What both simulations take besides where the policies come from. */
export type SimulationInput = Omit<Iam.SimulateCustomPolicyRequest, 'PolicyInputList'>;

/** The members of the input that both simulations do. */
export const simulationMembers = [
  'ActionNames',
  'ResourceArns',
  'ResourcePolicy',
  'ResourceOwner',
  'CallerArn',
  'ContextEntries',
  'MaxItems',
  'Marker',
] as const;

/** Evaluates each action on all resources; one page of it. */
export function simulate(
  input: SimulationInput,
  of: {
    readonly identity: readonly Source[];
    readonly boundary: Source | undefined;
    /** Whom the policies belong to, where the input does not say who asks. */
    readonly ownerArn?: string;
    readonly limitedByOrganization: boolean;
  },
  context: Context,
): Iam.SimulatePolicyResponse {
  const { CallerArn: callerArn = of.ownerArn, ResourcePolicy, ResourceOwner } = input;
  if (ResourcePolicy !== undefined && callerArn === undefined) {
    throw invalidInput('CallerArn is required when a ResourcePolicy is given.');
  }
  const given = givenKeys(input.ContextEntries ?? []);
  const { principal, tags } = simulatedPrincipal(callerArn, context);
  const resource =
    ResourcePolicy === undefined
      ? undefined
      : sourceOf('ResourcePolicy', ResourcePolicy, 'resource');
  const sources = [...of.identity, ...[of.boundary ?? [], resource ?? []].flat()];
  const asked = new Map(
    sources.flatMap(({ text }) => contextKeysOf(text)).map((key) => [key.toLowerCase(), key]),
  );
  const { scps } = context.identities.policies(context.caller.identity);
  const simulation = {
    principal,
    context: (key: string) => given.get(key) ?? tags[key],
    identity: of.identity,
    boundary: of.boundary,
    resource,
    resourceAccountId: ResourceOwner && /\d{12}/.exec(ResourceOwner)?.[0],
    scps: of.limitedByOrganization ? scps : undefined,
    missing: [...asked].filter(([key]) => !given.has(key)).map(([, key]) => key),
  };
  const resources = input.ResourceArns?.length ? input.ResourceArns : ['*'];
  const actions = (input.ActionNames ?? []).map((action, index) => ({ action, index }));
  const { items, more } = pageOf(actions, ({ index }) => String(index).padStart(6, '0'), input);
  return {
    EvaluationResults: items.map(({ action }) => evaluate(action, resources, simulation)),
    ...more,
  };
}

/** A policy that came with the request. */
export function sourceOf(id: string, text: string, kind: PolicyKind): Source {
  try {
    const type = kind === 'resource' ? 'Resource Policy' : 'IAM Policy';
    return { id, type, text, policy: parsePolicy(text, kind) };
  } catch (error) {
    if (error instanceof PolicyError) throw invalidInput(error.message);
    throw error;
  }
}

/** `PolicyInputList.1`, `PolicyInputList.2`, … */
export function sourcesOf(member: string, texts: readonly string[] | undefined): Source[] {
  return (texts ?? []).map((text, index) => sourceOf(`${member}.${index + 1}`, text, 'identity'));
}

/** The boundary that came with the request: one at most. */
export function boundarySource(texts: readonly string[] | undefined): Source | undefined {
  const sources = sourcesOf('PermissionsBoundaryPolicyInputList', texts);
  if (sources.length > 1) {
    throw invalidInput('PermissionsBoundaryPolicyInputList can have only one policy.');
  }
  return sources[0];
}

function givenKeys(entries: readonly Iam.ContextEntry[]): Map<string, ContextValue> {
  return new Map(
    entries.map(({ ContextKeyName = '', ContextKeyValues = [], ContextKeyType = '' }) => [
      ContextKeyName.toLowerCase(),
      ContextKeyType.endsWith('List') ? ContextKeyValues : (ContextKeyValues[0] ?? []),
    ]),
  );
}

function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}
