import type { Filter } from '@aws-sdk/client-secrets-manager';
import type { Context } from '../../kernel/context.ts';
import { invalidParameter } from './problems.ts';
import { type Secret, secrets } from './state.ts';

/**
 * The secrets that pass every filter. A filter is passed when one of its values finds something;
 * a value that begins with `!` wants that nothing is found.
 */
export function searchSecrets(
  context: Context,
  filters: readonly Filter[] = [],
  options: { plannedDeletion?: boolean | undefined } = {},
): readonly Secret[] {
  const passes = filters.map(compileFilter);
  const found: Secret[] = [];
  for (const secret of context.table(secrets).values()) {
    if (secret.deletion && !options.plannedDeletion) continue;
    if (passes.every((pass) => pass(secret))) found.push(secret);
  }
  return found;
}

type Test = (secret: Secret) => boolean;

function compileFilter({ Key, Values }: Filter): Test {
  if (!Key) throw invalidParameter('Invalid filter key.');
  if (!Values?.length) throw invalidParameter(`Invalid filter values for key: ${Key}.`);
  const tests = Values.map((value) => {
    const isNegated = value.startsWith('!');
    const finds = finders[Key](isNegated ? value.slice(1) : value);
    return isNegated ? (secret: Secret) => !finds(secret) : finds;
  });
  return (secret) => tests.some((test) => test(secret));
}

/** Prefixes of one attribute; only the description's case does not matter. `all` looks at words. */
const finders: Record<NonNullable<Filter['Key']>, (value: string) => Test> = {
  name: (value) => (secret) => secret.name.startsWith(value),
  description: (value) => {
    const wanted = value.toLowerCase();
    return ({ description }) => description?.toLowerCase().startsWith(wanted) ?? false;
  },
  'tag-key': (value) => (secret) => (secret.tags ?? []).some(({ Key }) => Key.startsWith(value)),
  'tag-value': (value) => (secret) =>
    (secret.tags ?? []).some(({ Value }) => Value.startsWith(value)),
  'primary-region': (value) => (secret) => primaryRegionOf(secret)?.startsWith(value) ?? false,
  // Secrets that other services own are not there.
  'owning-service': () => () => false,
  all: (value) => {
    const words = value.toLowerCase().split(/\s+/).filter(Boolean);
    return (secret) => {
      const attributes = attributesOf(secret);
      return words.every((word) => attributes.some((attribute) => attribute.includes(word)));
    };
  },
};

/** AWS tells the primary Region of a secret that has replicas or is one. */
export function primaryRegionOf({ primaryRegion, replicas, arn }: Secret): string | undefined {
  return primaryRegion ?? (replicas.length > 0 ? arn.split(':')[3] : undefined);
}

function attributesOf(secret: Secret): readonly string[] {
  const { name, description = '', tags = [] } = secret;
  const texts = [name, description, primaryRegionOf(secret) ?? ''];
  for (const { Key, Value } of tags) texts.push(Key, Value);
  return texts.map((text) => text.toLowerCase());
}
