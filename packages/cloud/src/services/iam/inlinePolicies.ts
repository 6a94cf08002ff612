import { policyLength } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { encodeDocument, readDocument } from './documents.ts';
import { type HolderKind, named, save } from './holders.ts';
import { pageOf } from './pages.ts';
import type { Holder } from './state.ts';

interface InlineInput {
  readonly PolicyName: string | undefined;
  readonly PolicyDocument: string | undefined;
}

/** Adds an inline policy to a user, group or role, or replaces the one of that name. */
export function putInline<Row extends Holder>(
  kind: HolderKind<Row>,
  name: string | undefined,
  { PolicyName = '', PolicyDocument = '' }: InlineInput,
  context: Context,
): object {
  const holder = named(kind, name, context);
  readDocument(PolicyDocument, 'identity');
  const inline = { ...holder.inline, [PolicyName]: PolicyDocument };
  const length = Object.values(inline).reduce((sum, text) => sum + policyLength(text), 0);
  if (length > kind.inlineMax) {
    throw new AwsError(
      'LimitExceededException',
      `Maximum policy size of ${kind.inlineMax} bytes exceeded for ${kind.word} ${holder.name}`,
    );
  }
  save(kind, { ...holder, inline }, context);
  return {};
}

export function getInline<Row extends Holder>(
  kind: HolderKind<Row>,
  name: string | undefined,
  policyName = '',
  context: Context,
): { name: string; PolicyName: string; PolicyDocument: string } {
  const holder = named(kind, name, context);
  const text = inlineOf(kind, holder, policyName);
  return { name: holder.name, PolicyName: policyName, PolicyDocument: encodeDocument(text) };
}

export function deleteInline<Row extends Holder>(
  kind: HolderKind<Row>,
  name: string | undefined,
  policyName = '',
  context: Context,
): object {
  const holder = named(kind, name, context);
  inlineOf(kind, holder, policyName);
  const { [policyName]: _deleted, ...inline } = holder.inline;
  save(kind, { ...holder, inline }, context);
  return {};
}

export function listInline(
  { inline }: Holder,
  input: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
) {
  const { items, more } = pageOf(Object.keys(inline), (name) => name, input);
  return { PolicyNames: [...items], ...more };
}

function inlineOf<Row extends Holder>(
  { word }: HolderKind<Row>,
  { inline }: Holder,
  name: string,
): string {
  if (Object.hasOwn(inline, name)) return inline[name]!;
  throw new AwsError(
    'NoSuchEntityException',
    `The ${word} policy with name ${name} cannot be found.`,
  );
}
