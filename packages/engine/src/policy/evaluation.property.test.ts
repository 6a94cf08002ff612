import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { authorize, type PolicyKind, type Principal, parsePolicy } from './index.ts';
import { parseWildcards, wildcardTest } from './wildcard.ts';

const ACCOUNT = '111111111111';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/s`;
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`;
const ACTION = 's3:GetObject';
const RESOURCE = 'arn:aws:s3:::b/k';

const callers: readonly Principal[] = [
  { kind: 'user', arn: USER, accountId: ACCOUNT, userId: 'AIDA', userName: 'ann' },
  { kind: 'assumed-role', arn: SESSION, accountId: ACCOUNT, userId: 'AROA:s', roleArn: ROLE },
  { kind: 'root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
  { kind: 'service', service: 'sns.amazonaws.com' },
  { kind: 'anonymous' },
];

interface Line {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string;
  readonly Resource: string;
}
interface ResourceLine extends Line {
  readonly Principal: string;
}

const line = fc.record({
  Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
  Action: fc.constantFrom('*', 's3:*', 'S3:getobject', 's3:Put*', 'sns:Publish'),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::b/*', RESOURCE, 'arn:aws:s3:::c/*'),
});
const lines = fc.array(line, { maxLength: 3 });
const resourceLine: fc.Arbitrary<ResourceLine> = fc
  .tuple(
    line,
    fc.constantFrom('*', ACCOUNT, USER, ROLE, SESSION, `arn:aws:iam::${ACCOUNT}:user/bob`),
  )
  .map(([rest, Principal]) => ({ ...rest, Principal }));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const world = fc.record({
  caller: fc.constantFrom(...callers),
  sameAccount: fc.boolean(),
  identity: lines,
  resource: maybe(fc.array(resourceLine, { maxLength: 3 })),
  boundary: maybe(lines),
  session: maybe(lines),
  scps: fc.array(lines, { maxLength: 2 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function parse(statements: readonly Line[], kind: PolicyKind) {
  // AWS takes no document without statements; one on another service stands in for it.
  const Statement = statements.length > 0 ? statements : [unrelated];
  const withPrincipals = Statement.map((one) =>
    'Principal' in one && one.Principal !== '*'
      ? { ...one, Principal: { AWS: one.Principal } }
      : one,
  );
  const principal = kind === 'resource' ? { Principal: '*' } : {};
  const Statements = withPrincipals.map((one) => ({ ...principal, ...one }));
  return parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: Statements }), kind);
}
const unrelated: Line = { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' };

function decide(given: World): boolean {
  const request = {
    action: ACTION,
    resource: RESOURCE,
    principal: given.caller,
    context: () => undefined,
  };
  return authorize(request, {
    identity: [parse(given.identity, 'identity')],
    resource: given.resource && parse(given.resource, 'resource'),
    resourceAccountId: given.sameAccount ? ACCOUNT : '999999999999',
    boundary: given.boundary && parse(given.boundary, 'boundary'),
    session: given.session && [parse(given.session, 'session')],
    scps: given.scps.map((level) => [parse(level, 'service-control')]),
  }).allowed;
}

/** AWS's documented logic said again, as plainly as it can be said. */
function expected(given: World): boolean {
  const { caller } = given;
  const hasAccount = 'accountId' in caller;
  const limited = hasAccount && caller.kind !== 'root';
  const fits = ({ Action, Resource }: Line) =>
    ['*', 's3:*', 'S3:getobject'].includes(Action) && Resource !== 'arn:aws:s3:::c/*';
  const named = ({ Principal: name }: ResourceLine) =>
    name === '*' ||
    ('arn' in caller && name === caller.arn) ||
    (hasAccount && name === caller.accountId) ||
    (caller.kind === 'assumed-role' && name === caller.roleArn);
  const onIdentity = limited ? given.identity.filter(fits) : [];
  const onBoundary = limited ? given.boundary?.filter(fits) : undefined;
  const onSession = limited ? given.session?.filter(fits) : undefined;
  const onScps = hasAccount ? given.scps.map((level) => level.filter(fits)) : [];
  const onResource = (given.resource ?? []).filter((one) => fits(one) && named(one));

  const all = [...onIdentity, ...(onBoundary ?? []), ...(onSession ?? []), ...onScps.flat()];
  if ([...all, ...onResource].some(({ Effect }) => Effect === 'Deny')) return false;
  if (!hasAccount) return onResource.length > 0;
  if (!onScps.every((level) => level.length > 0)) return false;
  const identityAllows = caller.kind === 'root' || onIdentity.length > 0;
  const withinLimits = (onBoundary?.length ?? 1) > 0 && (onSession?.length ?? 1) > 0;
  if (!given.sameAccount) return onResource.length > 0 && identityAllows && withinLimits;
  if (onResource.some(({ Principal: name }) => name === '*' || name === caller.arn)) return true;
  const roleNamed = onResource.some(({ Principal: name }) => name === ROLE);
  return (identityAllows || roleNamed) && withinLimits;
}

describe('evaluation', () => {
  it('is what AWS documents, whatever the policies', () => {
    fc.assert(
      fc.property(world, (given) => assert.equal(decide(given), expected(given))),
      { numRuns: 2000 },
    );
  });

  it('never lets more statements of denial allow more', () => {
    const deny: Line = { Effect: 'Deny', Action: '*', Resource: '*' };
    fc.assert(
      fc.property(world, (given) => {
        assert.equal(decide({ ...given, resource: [{ ...deny, Principal: '*' }] }), false);
      }),
      { numRuns: 200 },
    );
  });
});

describe('wildcardTest', () => {
  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const values = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, values, (pattern, value) => {
        const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        assert.equal(wildcardTest(parseWildcards(pattern))(value), regex.test(value));
      }),
      { numRuns: 5000 },
    );
  });
});
