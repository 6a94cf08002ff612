import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { executionArn } from './automation/history.ts';
import { executions } from './automation/state.ts';
import { documentArn, documents, nameOf } from './document/state.ts';
import { findParameter, parameterArn, parameters } from './parameter/state.ts';
import { resourceTagKeys, type Tag } from './tags.ts';

/** A thing that has tags: a parameter, a document, an execution of an automation. */
export interface Tagged {
  readonly tags: readonly Tag[];
  readonly put: (tags: readonly Tag[]) => void;
}

interface TagInput {
  readonly ResourceType?: string | undefined;
  readonly ResourceId?: string | undefined;
}

/** What is authorized of a call about tags. */
export const tagAccess = {
  resource: ({ ResourceType, ResourceId }: TagInput, context: Context): string => {
    if (ResourceType === 'Parameter') return parameterArn(ResourceId, context);
    if (ResourceType === 'Document') return documentArn(ResourceId, context);
    return ResourceType === 'Automation' ? executionArn(ResourceId, context) : '*';
  },
  keys: (input: TagInput, context: Context) => resourceTagKeys(find(input, context)?.tags),
};

/** Throws InvalidResourceId. */
export function taggedOf(input: TagInput, context: Context): Tagged {
  const { ResourceType, ResourceId } = input;
  if (!['Parameter', 'Document', 'Automation'].includes(ResourceType ?? '')) {
    throw notImplemented(`tags of ResourceType ${ResourceType}`);
  }
  const found = find(input, context);
  if (found) return found;
  throw new AwsError(
    'InvalidResourceId',
    `The resource ID "${ResourceId}" is not valid. Verify the ID and try again.`,
  );
}

function find({ ResourceType, ResourceId = '' }: TagInput, context: Context): Tagged | undefined {
  if (ResourceType === 'Parameter') {
    const found = findParameter(ResourceId, context);
    const put = (tags: readonly Tag[]) => context.table(parameters).put({ ...found!, tags });
    return found && { tags: found.tags, put };
  }
  if (ResourceType === 'Document') {
    const found = context.table(documents).get(nameOf(ResourceId));
    const put = (tags: readonly Tag[]) => context.table(documents).put({ ...found!, tags });
    return found && { tags: found.tags, put };
  }
  const found = context.table(executions).get(ResourceId);
  const put = (tags: readonly Tag[]) => context.table(executions).put({ ...found!, tags });
  return found && { tags: found.tags, put };
}
