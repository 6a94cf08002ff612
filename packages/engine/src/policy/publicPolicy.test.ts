import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicPolicy } from './publicPolicy.ts';

const everybody = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };

const cases: readonly [name: string, statement: object, isPublic: boolean][] = [
  ['everybody', everybody, true],
  ['everybody as an account', { ...everybody, Principal: { AWS: ['*'] } }, true],
  ['everybody but one', { ...everybody, Principal: undefined, NotPrincipal: { AWS: '1' } }, true],
  ['a denial', { ...everybody, Effect: 'Deny' }, false],
  ['an account', { ...everybody, Principal: { AWS: '123456789012' } }, false],
  ['a service', { ...everybody, Principal: { Service: 'cloudtrail.amazonaws.com' } }, false],
  ['a fixed network', withCondition('IpAddress', 'aws:SourceIp', ['192.0.2.0/24']), false],
  ['the Internet', withCondition('IpAddress', 'aws:SourceIp', ['0.0.0.0/1']), true],
  ['a fixed account', withCondition('StringEquals', 'aws:PrincipalAccount', '1'), false],
  ['any account', withCondition('StringLike', 'aws:PrincipalAccount', '*'), true],
  [
    'anything by that name',
    withCondition('StringLike', 'aws:PrincipalArn', 'arn:aws:iam::*'),
    true,
  ],
  ['any text', withCondition('StringLike', 'aws:PrincipalArn', '**'), true],
  [
    'whatever the caller is',
    withCondition('StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalAccount}'),
    true,
  ],
  [
    'the roles of an account',
    withCondition('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:role/*'),
    false,
  ],
  ['those without the key', withCondition('StringEqualsIfExists', 'aws:SourceVpc', 'v'), true],
  ['a negation', withCondition('StringNotEquals', 'aws:SourceVpc', 'v'), true],
  ['a key that anybody can send', withCondition('StringEquals', 'aws:Referer', 'x'), true],
];

for (const [name, statement, isPublic] of cases) {
  test(`does: ${name} is ${isPublic ? '' : 'not '}public`, () => {
    assert.equal(isPublicPolicy(JSON.stringify({ Statement: [statement] })), isPublic);
  });
}

function withCondition(operator: string, key: string, value: string | string[]): object {
  return { ...everybody, Condition: { [operator]: { [key]: value } } };
}
