import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Operation } from '../packages/cloud/src/kernel/operation.ts';
import type { Service } from '../packages/cloud/src/kernel/service.ts';
import { operationsPage, serviceFacts } from './operationsDocs.ts';

const operation = (more: Partial<Operation>): Operation => ({
  accepts: [],
  resource: () => '*',
  run: () => ({}),
  ...more,
});

const service = (operations: Service['operations']): Service => ({
  name: 'sts',
  sdk: '@aws-sdk/client-sts',
  eventSource: 'sts.amazonaws.com',
  operations,
});

it('tells operations and parameters apart: done and refused', () => {
  const { done, missing } = serviceFacts(
    service({
      GetFederationToken: operation({ accepts: ['Policy', 'Name'], event: 'Data' }),
      AssumeRoot: operation({ accepts: ['TargetPrincipal', 'TaskPolicyArn', 'DurationSeconds'] }),
      GetCallerIdentity: operation({ event: 'none' }),
    }),
  );
  assert.deepEqual(done, [
    {
      name: 'AssumeRoot',
      category: 'Management',
      readOnly: false,
      accepted: ['TargetPrincipal', 'TaskPolicyArn', 'DurationSeconds'],
      refused: ['MinimumSessionTokenSize'],
    },
    {
      name: 'GetCallerIdentity',
      category: 'none',
      readOnly: true,
      accepted: [],
      refused: [],
    },
    {
      name: 'GetFederationToken',
      category: 'Data',
      readOnly: true,
      accepted: ['Name', 'Policy'],
      refused: ['PolicyArns', 'DurationSeconds', 'Tags', 'MinimumSessionTokenSize'],
    },
  ]);
  assert.ok(missing.includes('AssumeRole'));
  assert.ok(!missing.includes('AssumeRoot'));
});

it('refuses what AWS does not have', () => {
  const refusals: readonly (readonly [Service['operations'], string])[] = [
    [{ AssumeRule: operation({}) }, 'AWS has no operation sts:AssumeRule.'],
    [
      { GetSessionToken: operation({ accepts: ['Token'] }) },
      "AWS's GetSessionToken has no parameter Token.",
    ],
  ];
  for (const [operations, message] of refusals) {
    assert.throws(() => serviceFacts(service(operations)), { message });
  }
});

it('writes a page that counts and names them', () => {
  const get = { name: 'GetKey', category: 'Data', readOnly: true } as const;
  const put = { name: 'PutKey', category: 'none', readOnly: false } as const;
  const page = operationsPage([
    {
      name: 'safe',
      done: [
        { ...get, accepted: ['Id', 'Stage'], refused: ['Token'] },
        { ...put, accepted: [], refused: [] },
      ],
      missing: ['DropKey'],
    },
    { name: 'door', done: [], missing: [] },
  ]);
  assert.deepEqual(
    page.split('\n').filter((line) => /^(?:\||#|Refused|AWS)/.test(line)),
    [
      '# Operations',
      '| Service | Operations done | Operations of AWS |',
      '|---|--:|--:|',
      '| [safe](#safe) | 2 | 3 |',
      '| [door](#door) | 0 | 0 |',
      '| **all** | **2** | **3** |',
      '## safe',
      '| Operation | CloudTrail | Accepted | Refused |',
      '|---|---|---|---|',
      '| `GetKey` | Data, read-only | `Id`, `Stage` | `Token` |',
      '| `PutKey` | – | – | – |',
      'Refused, 1: `DropKey`.',
      '## door',
      '| Operation | CloudTrail | Accepted | Refused |',
      '|---|---|---|---|',
      'AWS has no other.',
    ],
  );
});
