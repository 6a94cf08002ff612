import type { FunctionConfiguration, PublishVersionRequest } from '@aws-sdk/client-lambda';
import { describe } from './describe.ts';
import { checkRevision, onFunction } from './onFunction.ts';
import { invalid } from './problems.ts';
import { publish } from './publish.ts';
import { latestOf } from './state.ts';

export const PublishVersion = onFunction<PublishVersionRequest, FunctionConfiguration>({
  accepts: ['FunctionName', 'CodeSha256', 'Description', 'RevisionId'],
  eventName: 'PublishVersion20150331',
  run: (input, context, { fn }) => {
    const draft = latestOf(context, fn.name);
    checkRevision(input.RevisionId, draft.revisionId);
    const { sha256 } = draft.code;
    if (input.CodeSha256 && input.CodeSha256 !== sha256) {
      throw invalid(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${sha256}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    }
    const version = publish(draft, { description: input.Description }, context);
    return describe(version, context, version.version);
  },
});
