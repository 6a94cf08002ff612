import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type ApiModel, limitTable } from './limits.ts';

const model: ApiModel = {
  operations: { Put: { input: { shape: 'PutRequest' } }, Ping: {} },
  shapes: {
    PutRequest: {
      type: 'structure',
      members: {
        Name: { shape: 'Name' },
        Tags: { shape: 'Tags' },
        Notes: { shape: 'Notes' },
        Colours: { shape: 'Colours' },
        Free: { shape: 'Free' },
      },
    },
    PutResponse: { type: 'structure', members: { Name: { shape: 'Name' } } },
    Tags: { type: 'list', max: 2, member: { shape: 'Tag' } },
    Tag: { type: 'structure', members: { Key: { shape: 'Name' }, Parts: { shape: 'Tags' } } },
    Notes: { type: 'map', key: { shape: 'Name' }, value: { shape: 'Free' } },
    Colours: { type: 'list', member: { shape: 'Colour' } },
    Colour: { type: 'string', enum: ['red', 'blue'] },
    Name: { type: 'string', min: 1, max: 9 },
    Free: { type: 'string', min: 0, pattern: '(?s).*' },
  },
};

it('keeps the limits an input reaches, each once, and nothing that limits nothing', () => {
  assert.deepEqual(limitTable(model, 'here'), {
    source: 'here',
    limits: [
      { min: 1, max: 9 },
      { max: 2 },
      { key: { min: 1, max: 9 } },
      { member: { enum: ['red', 'blue'] } },
    ],
    members: {
      PutRequest: { Name: 0, Tags: 1, Notes: 2, Colours: 3 },
      Tag: { Key: 0, Parts: 1 },
    },
  });
});
