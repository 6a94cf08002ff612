import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type AuthorizationRequest,
  authorize,
  type ContextValue,
  denialMessage,
  type Policy,
  type Principal,
  parsePolicy,
  type User,
} from './index.ts';

const captures = join(import.meta.dirname, '../../../../../shared/data/aws-captures');
const skip = existsSync(captures) ? false : 'needs ../shared/data';

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(captures, file), 'utf8')) as T;
}

interface Observation {
  readonly label: string;
  readonly actor?: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
  readonly result: {
    readonly code: string;
    readonly message?: string;
    readonly error?: { readonly Message: string };
  };
}

interface Simulation {
  readonly name: string;
  readonly input: {
    readonly PolicyInputList: readonly string[];
    readonly ContextEntries?: readonly {
      readonly ContextKeyName: string;
      readonly ContextKeyValues: readonly string[];
    }[];
  };
  readonly output: {
    readonly EvaluationResults: readonly {
      readonly EvalActionName: string;
      readonly ResourceSpecificResults: readonly {
        readonly EvalResourceName: string;
        readonly EvalResourceDecision: string;
      }[];
    }[];
  };
}

const caller: User = {
  kind: 'user',
  arn: 'arn:aws:iam::000000000000:user/Delegated',
  accountId: '000000000000',
  userId: 'AIDADELEGATED',
  userName: 'Delegated',
};
const nothing = () => undefined;

describe('recorded simulations of IAM', { skip }, () => {
  if (skip) return;
  const decisions = {
    allowed: 'allowed',
    'implicit-deny': 'implicitDeny',
    'explicit-deny': 'explicitDeny',
  };
  for (const { name, input, output } of read<{ cases: Simulation[] }>('iam/conditions.json')
    .cases) {
    it(name, () => {
      const identity = input.PolicyInputList.map((text) => parsePolicy(text, 'identity'));
      const keys = new Map<string, ContextValue>(
        (input.ContextEntries ?? []).map((entry) => [
          entry.ContextKeyName.toLowerCase(),
          entry.ContextKeyValues,
        ]),
      );
      for (const { EvalActionName: action, ResourceSpecificResults } of output.EvaluationResults) {
        for (const { EvalResourceName, EvalResourceDecision } of ResourceSpecificResults) {
          const context = (key: string) => keys.get(key);
          const request = { action, resource: EvalResourceName, principal: caller, context };
          const { reason } = authorize(request, { identity });
          assert.equal(decisions[reason], EvalResourceDecision, EvalResourceName);
        }
      }
    });
  }
});

/** Replays the set-up calls of the recording, so that each read meets the policies of its time. */
class SecretReplay {
  readonly #rolePolicies = new Map<string, Policy>();
  readonly #sessions = new Map<string, { principal: Principal; session: readonly Policy[] }>();
  #resource: Policy | undefined;

  apply({ operation, input, label }: Observation): void {
    if (operation === 'put-role-policy') {
      this.#rolePolicies.set(input.RoleName!, parsePolicy(input.PolicyDocument!, 'identity'));
    } else if (operation === 'put-resource-policy') {
      this.#resource = parsePolicy(input.ResourcePolicy!, 'resource');
    } else if (operation === 'delete-resource-policy') {
      this.#resource = undefined;
    } else if (operation === 'assume-role') {
      const role = input.RoleArn!.split('/')[1]!;
      const arn = `arn:aws:sts::000000000000:assumed-role/${role}/${input.RoleSessionName}`;
      this.#sessions.set(label.replace(/^assume-(.*)-\d+$/, '$1'), {
        principal: {
          kind: 'assumed-role',
          arn,
          accountId: '000000000000',
          userId: `AROA:${input.RoleSessionName}`,
          roleArn: input.RoleArn!,
        },
        session: input.Policy ? [parsePolicy(input.Policy, 'session')] : [],
      });
    }
  }

  /** The denial message, or undefined where the call is allowed. */
  ask(actor: string, action: string, resource: string): string | undefined {
    const found = this.#sessions.get(actor);
    const account = { principal: caller, session: [] };
    const { principal, session } = found ?? account;
    const role = principal.kind === 'assumed-role' ? principal.roleArn.split('/')[1]! : '';
    const identity = found ? [this.#rolePolicies.get(role)!] : [administrator];
    const request: AuthorizationRequest = { action, resource, principal, context: nothing };
    const decision = authorize(request, { identity, session, resource: this.#resource });
    return decision.allowed ? undefined : denialMessage(request, decision);
  }
}

const administrator = parsePolicy(
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  'identity',
);

describe('recorded decisions on a secret', { skip }, () => {
  if (skip) return;
  const actions: Readonly<Record<string, string>> = {
    'get-secret-value': 'secretsmanager:GetSecretValue',
    'put-secret-value': 'secretsmanager:PutSecretValue',
    'describe-secret': 'secretsmanager:DescribeSecret',
  };
  const replay = new SecretReplay();
  const { observations } = read<{ observations: Observation[] }>('secretsmanager/authority.json');
  for (const observation of observations) {
    const action = actions[observation.operation];
    it(observation.label, () => {
      if (action === undefined) return replay.apply(observation);
      const message = replay.ask(observation.actor!, action, observation.input.SecretId!);
      assert.equal(message, observation.result.error?.Message);
    });
  }
});

describe('recorded decisions on a topic', { skip }, () => {
  if (skip) return;
  let resource: Policy | undefined;
  const { observations } = read<{ observations: Observation[] }>('sns/policy_context.json');
  for (const { label, input, operation, result } of observations) {
    if (operation !== 'set-topic-attributes' && !label.startsWith('publish-owner')) continue;
    it(label, () => {
      if (operation === 'set-topic-attributes') {
        resource = parsePolicy(input.AttributeValue!, 'resource');
        return;
      }
      const request: AuthorizationRequest = {
        action: 'SNS:Publish',
        resource: input.TopicArn!,
        principal: caller,
        context: nothing,
      };
      const decision = authorize(request, { identity: [administrator], resource });
      const message = decision.allowed ? undefined : denialMessage(request, decision);
      assert.equal(message, result.message);
    });
  }
});
