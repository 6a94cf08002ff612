import type {
  GetContextKeysForCustomPolicyRequest,
  GetContextKeysForPolicyResponse,
} from '@aws-sdk/client-iam';
import { contextKeysOf } from '@tocsin/engine/policy';
import { operation } from '../../kernel/operation.ts';
import { sourcesOf } from './simulationInput.ts';

/** Tells the condition keys that policies ask for. */
export const GetContextKeysForCustomPolicy = operation<
  GetContextKeysForCustomPolicyRequest,
  GetContextKeysForPolicyResponse
>({
  accepts: ['PolicyInputList'],
  resource: () => '*',
  run: ({ PolicyInputList }) => {
    const sources = sourcesOf('PolicyInputList', PolicyInputList);
    return { ContextKeyNames: [...new Set(sources.flatMap(({ text }) => contextKeysOf(text)))] };
  },
});
