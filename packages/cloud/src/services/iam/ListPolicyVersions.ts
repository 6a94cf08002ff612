import type { ListPolicyVersionsRequest, ListPolicyVersionsResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { onPolicy, policyOf } from './managed.ts';
import { pageOf } from './pages.ts';
import { versionShape } from './shapes.ts';
import type { PolicyVersion } from './state.ts';

/** Lists the versions of a managed policy, newest first, without their documents. */
export const ListPolicyVersions = operation<ListPolicyVersionsRequest, ListPolicyVersionsResponse>({
  accepts: ['PolicyArn', 'Marker', 'MaxItems'],
  ...onPolicy,
  run: (input, context) => {
    const policy = policyOf(input.PolicyArn, context);
    const { items, more } = pageOf(policy.versions, newestFirst, input);
    return { Versions: items.map((version) => versionShape(policy, version)), ...more };
  },
});

function newestFirst({ versionId }: PolicyVersion): string {
  return String(newestNumber - Number(versionId.slice(1)));
}

/** Above any number that a version can reach: keys of one length sort as their numbers do. */
const newestNumber = 9_999_999;
