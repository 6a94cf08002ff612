import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-lambda';
import { onFunction, policyText } from './onFunction.ts';
import { notFound } from './problems.ts';
import { policies, qualified } from './state.ts';

export const GetPolicy = onFunction<GetPolicyRequest, GetPolicyResponse>({
  accepts: ['FunctionName', 'Qualifier'],
  eventName: 'GetPolicy20150331v2',
  run: (_input, context, { fn, qualifier = '' }) => {
    const Policy = policyText(context, { name: fn.name, qualifier });
    if (Policy === undefined) throw notFound('The resource you requested does not exist.');
    const { revisionId } = context.table(policies).get(qualified(fn.name, qualifier))!;
    return { Policy, RevisionId: revisionId };
  },
});
