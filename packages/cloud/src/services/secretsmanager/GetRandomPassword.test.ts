import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

test('refuses: what leaves nothing to choose from', async () => {
  await using cloud = await startTestCloud();
  const noType = {
    ExcludeNumbers: true,
    ExcludePunctuation: true,
    ExcludeUppercase: true,
    ExcludeLowercase: true,
  };
  const digits = '0123456789';
  const cases: [object, string, string][] = [
    [noType, 'InvalidParameterException', 'All characters have been excluded from selection'],
    [
      { ExcludeCharacters: digits },
      'InvalidParameterException',
      'All characters of the desired type have been excluded',
    ],
    [
      { PasswordLength: 3 },
      'InvalidParameterException',
      'Password length is too short based on the required types',
    ],
  ];
  for (const [input, name, message] of cases) {
    await assert.rejects(cloud.secretsmanager.getRandomPassword(input), { name, message });
  }
  await assert.rejects(cloud.secretsmanager.getRandomPassword({ PasswordLength: 4097 }), {
    name: 'ValidationException',
  });
});

test('does: makes passwords of the wanted length and types', async () => {
  await using cloud = await startTestCloud();
  const cases: [object, RegExp][] = [
    [{}, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9])[!-~]{32}$/],
    [{ PasswordLength: 4 }, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9]).{4}$/],
    [{ PasswordLength: 14, ExcludePunctuation: true }, /^[A-Za-z0-9]{14}$/],
    [{ ExcludeUppercase: true, ExcludeLowercase: true, ExcludePunctuation: true }, /^\d{32}$/],
    [{ PasswordLength: 1, RequireEachIncludedType: false }, /^.$/],
    [
      { PasswordLength: 4096, ExcludeCharacters: 'abc', IncludeSpace: true },
      /^(?=.* )[^abc]{4096}$/,
    ],
  ];
  for (const [input, pattern] of cases) {
    const { RandomPassword } = await cloud.secretsmanager.getRandomPassword(input);
    assert.match(RandomPassword!, pattern);
  }
});

test('records: the call, not the password', async () => {
  await using cloud = await startTestCloud();
  await cloud.secretsmanager.getRandomPassword({ PasswordLength: 20 });
  const [record] = cloud.records();
  assert.deepEqual(record?.requestParameters, { passwordLength: 20 });
  assert.equal(record?.responseElements, null);
});
