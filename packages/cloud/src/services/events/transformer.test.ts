import assert from 'node:assert/strict';
import test from 'node:test';
import { transform, unknownPlaceholder } from './transformer.ts';

const event = {
  version: '0',
  id: 'e-1',
  'detail-type': 'Order',
  source: 'shop',
  account: '123456789012',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    who: 'ann "the boss"',
    count: 3,
    ok: true,
    none: null,
    item: { a: 'x' },
    list: [1, 'b'],
  },
};

const frame = {
  id: 'e-1',
  account: '123456789012',
  detailType: 'Order',
  time: '2026-01-01T00:00:00Z',
  source: 'shop',
  region: 'us-east-1',
  resources: [],
  version: '0',
};

const InputPathsMap = {
  who: '$.detail.who',
  count: '$.detail.count',
  ok: '$.detail.ok',
  item: '$.detail.item',
  list: '$.detail.list',
  second: '$.detail.list[1]',
  type: '$.detail-type',
  gone: '$.detail.gone',
};

const facts = {
  event,
  ruleArn: 'arn:rule',
  ruleName: 'orders',
  ingestionMs: Date.UTC(2026, 0, 1, 0, 0, 5),
};

const cases: readonly [what: string, template: string, output: string][] = [
  ['a string keeps its quotes', '"<type> of <count>"', '"Order of 3"'],
  ['what is not there is nothing', '"a <gone> b"', '"a  b"'],
  ['and an empty string as a JSON value', '{"a":<gone>}', '{"a":""}'],
  ['text in a string is escaped', '"by <who>"', String.raw`"by ann \"the boss\""`],
  ['a free text in JSON becomes a string', '{"a":<type>}', '{"a":"Order"}'],
  ['numbers and truth stay what they are', '{"a":<count>,"b":<ok>}', '{"a":3,"b":true}'],
  ['objects and lists too', '{"a":<item>,"b":<list>}', '{"a":{"a":"x"},"b":[1,"b"]}'],
  ['in a string they lose their quotes', '"<item>"', '"{a:x}"'],
  ['an element of a list', '{"a":<second>}', '{"a":"b"}'],
  ['a string inside JSON', '{"a":"x <type> y"}', '{"a":"x Order y"}'],
  ['escaped quotes inside a string', String.raw`{"a":"\"<type>\""}`, String.raw`{"a":"\"Order\""}`],
  ['several lines', '"<type>"\n"<count>"', '"Order"\n"3"'],
  ['the rule', '"<aws.events.rule-arn> <aws.events.rule-name>"', '"arn:rule orders"'],
  ['the time of ingestion', '"<aws.events.event.ingestion-time>"', '"2026-01-01T00:00:05Z"'],
  ['the event', '{"e":<aws.events.event>}', JSON.stringify({ e: frame })],
  ['all of it', '{"e":<aws.events.event.json>}', JSON.stringify({ e: event })],
];

for (const [what, InputTemplate, output] of cases) {
  test(`does: ${what}`, () => {
    assert.equal(transform({ InputPathsMap, InputTemplate }, facts), output);
  });
}

test('does: a value with quotes cannot write into the JSON around it', () => {
  const detail = { ...event.detail, who: '","admin":"yes' };
  const template = { InputPathsMap, InputTemplate: '{"who":"<who>"}' };
  const text = transform(template, { ...facts, event: { ...event, detail } });
  assert.deepEqual(JSON.parse(text), { who: '","admin":"yes' });
});

test('refuses: a placeholder that stands for nothing', () => {
  assert.equal(unknownPlaceholder({ InputPathsMap, InputTemplate: '"<who> <what>"' }), 'what');
});
