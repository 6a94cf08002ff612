import type { Context } from '../../../kernel/context.ts';
import { type ConditionKeys, type Operation, operation } from '../../../kernel/operation.ts';
import { resourceTagKeys } from '../tags.ts';
import { type Document, documentArn, documentOf, documents, nameOf } from './state.ts';

interface DocumentInput {
  readonly Name?: string | undefined;
}

/** An operation on one document, named by its name or ARN. */
export function onDocument<Input extends DocumentInput, Output extends object>(spec: {
  readonly accepts: readonly (keyof Input & string)[];
  readonly run: (input: Input, context: Context, document: Document) => Output;
}): Operation {
  return operation<Input, Output>({
    accepts: spec.accepts,
    resource: ({ Name }, context) => documentArn(Name, context),
    conditionKeys: ({ Name }, context): ConditionKeys =>
      resourceTagKeys(context.table(documents).get(nameOf(Name))?.tags),
    run: (input, context) => spec.run(input, context, documentOf(input.Name, context)),
  });
}
