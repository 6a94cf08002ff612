import type {
  GetContextKeysForPolicyResponse,
  GetContextKeysForPrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import { contextKeysOf } from '@tocsin/engine/policy';
import { operation } from '../../kernel/operation.ts';
import { policiesOf } from './policySources.ts';
import { sourcesOf } from './simulationInput.ts';

/** Tells the condition keys that the policies of a user, group or role ask for. */
export const GetContextKeysForPrincipalPolicy = operation<
  GetContextKeysForPrincipalPolicyRequest,
  GetContextKeysForPolicyResponse
>({
  accepts: ['PolicySourceArn', 'PolicyInputList'],
  resource: ({ PolicySourceArn = '*' }) => PolicySourceArn,
  run: ({ PolicySourceArn, PolicyInputList }, context) => {
    const sources = [
      ...policiesOf(PolicySourceArn, context).identity,
      ...sourcesOf('PolicyInputList', PolicyInputList),
    ];
    return { ContextKeyNames: [...new Set(sources.flatMap(({ text }) => contextKeysOf(text)))] };
  },
});
