import type { GetPolicyVersionRequest, GetPolicyVersionResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { encodeDocument } from './documents.ts';
import { onPolicy, policyOf, versionOf } from './managed.ts';
import { versionShape } from './shapes.ts';

/** Gives the document of a version of a managed policy, percent-encoded. */
export const GetPolicyVersion = operation<GetPolicyVersionRequest, GetPolicyVersionResponse>({
  accepts: ['PolicyArn', 'VersionId'],
  ...onPolicy,
  run: ({ PolicyArn, VersionId }, context) => {
    const policy = policyOf(PolicyArn, context);
    const version = versionOf(policy, VersionId);
    const Document = encodeDocument(version.document);
    return { PolicyVersion: { Document, ...versionShape(policy, version) } };
  },
});
