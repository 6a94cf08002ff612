import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import type { Context } from '../../../kernel/context.ts';
import { AwsError } from '../../../kernel/error.ts';
import { latestOf, type ParameterVersion, type StoredParameter, versionsOf } from './state.ts';

type Test = (parameter: StoredParameter) => boolean;

/** The tests of a list of filters. Throws InvalidFilterKey, InvalidFilterOption. */
export function filterTests(
  filters: readonly ParameterStringFilter[],
  allowed: readonly string[],
  context: Context,
): readonly Test[] {
  return filters.map(({ Key = '', Option, Values = [] }) => {
    if (!allowed.includes(Key) && !(Key.startsWith('tag:') && allowed.includes('tag'))) {
      throw new AwsError(
        'InvalidFilterKey',
        `The following filter key is not valid: ${Key}. Valid filter keys include: [${allowed.join(', ')}].`,
      );
    }
    return testOf(Key, Option, Values, context);
  });
}

function testOf(
  key: string,
  option: string | undefined,
  values: readonly string[],
  context: Context,
): Test {
  if (key === 'Path') return pathTest(option ?? 'OneLevel', values);
  const matches = comparison(option ?? 'Equals', key);
  const some = (value: string) => values.some((wanted) => matches(value, wanted));
  if (key.startsWith('tag:')) {
    const name = key.slice('tag:'.length);
    return ({ tags }) =>
      tags.some(({ Key, Value }) => Key === name && (values.length === 0 || some(Value)));
  }
  if (key === 'Name') return ({ name }) => some(name) || some(name.replace(/^\//, ''));
  if (key === 'Label') {
    return (parameter) => versionsOf(parameter, context).some(({ labels }) => labels.some(some));
  }
  return (parameter) => some(fieldOf(key, latestOf(parameter, context)));
}

function fieldOf(key: string, version: ParameterVersion): string {
  if (key === 'Type') return version.type;
  if (key === 'Tier') return version.tier;
  return key === 'DataType' ? 'text' : (version.keyId ?? '');
}

function comparison(option: string, key: string): (value: string, wanted: string) => boolean {
  if (option === 'Equals') return (value, wanted) => value === wanted;
  if (option === 'BeginsWith') return (value, wanted) => value.startsWith(wanted);
  if (option === 'Contains' && key === 'Name') return (value, wanted) => value.includes(wanted);
  throw invalidOption(option);
}

function pathTest(option: string, values: readonly string[]): Test {
  if (option !== 'Recursive' && option !== 'OneLevel') throw invalidOption(option);
  return ({ name }) => values.some((path) => isBelow(name, path, option === 'Recursive'));
}

/** Names without a slash lie below the root. */
export function isBelow(name: string, path: string, recursive: boolean): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`;
  const full = name.startsWith('/') ? name : `/${name}`;
  if (!full.startsWith(folder)) return false;
  return recursive || !full.slice(folder.length).includes('/');
}

function invalidOption(option: string): AwsError {
  return new AwsError(
    'InvalidFilterOption',
    `The following filter option is not valid: ${option}. Valid options include: [BeginsWith, Equals].`,
  );
}
