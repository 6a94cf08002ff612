import type {
  GetRandomPasswordRequest,
  GetRandomPasswordResponse,
} from '@aws-sdk/client-secrets-manager';
import type { Ids } from '../../kernel/ids.ts';
import { operation } from '../../kernel/operation.ts';
import { invalidParameter } from './problems.ts';

export const GetRandomPassword = operation<GetRandomPasswordRequest, GetRandomPasswordResponse>({
  accepts: [
    'PasswordLength',
    'ExcludeCharacters',
    'ExcludeNumbers',
    'ExcludePunctuation',
    'ExcludeUppercase',
    'ExcludeLowercase',
    'IncludeSpace',
    'RequireEachIncludedType',
  ],
  resource: () => '*',
  run: (input, { ids }) => {
    const { PasswordLength: length = 32, RequireEachIncludedType: needsEach = true } = input;
    const types = includedTypes(input);
    const all = types.join('') + without(input.IncludeSpace ? ' ' : '', input.ExcludeCharacters);
    if (needsEach && types.includes('')) {
      throw invalidParameter('All characters of the desired type have been excluded');
    }
    if (all === '') throw invalidParameter('All characters have been excluded from selection');
    if (needsEach && length < types.length) {
      throw invalidParameter('Password length is too short based on the required types');
    }
    const required = needsEach ? types.map((type) => ids.pick(type, 1)) : [];
    const others = ids.pick(all, length - required.length);
    return { RandomPassword: shuffle([...required, ...others], ids).join('') };
  },
});

/** The characters of each type that was not switched off, without those that were excluded. */
function includedTypes(input: GetRandomPasswordRequest): readonly string[] {
  const types = [
    input.ExcludeLowercase ? undefined : 'abcdefghijklmnopqrstuvwxyz',
    input.ExcludeUppercase ? undefined : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    input.ExcludeNumbers ? undefined : '0123456789',
    input.ExcludePunctuation ? undefined : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ];
  return types
    .filter((type) => type !== undefined)
    .map((type) => without(type, input.ExcludeCharacters));
}

function without(characters: string, excluded = ''): string {
  return [...characters].filter((character) => !excluded.includes(character)).join('');
}

function shuffle(characters: readonly string[], ids: Ids): readonly string[] {
  return characters
    .map((character) => ({ character, at: ids.bytes(4).readUInt32LE(0) }))
    .sort((one, other) => one.at - other.at)
    .map(({ character }) => character);
}
