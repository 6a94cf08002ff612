import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '@tocsin/detect';
import { plain, type Terminal } from '../terminal.ts';
import { csvHead, csvLine } from './csv.ts';
import { sarif } from './sarif.ts';
import { printSummary, printTable } from './summary.ts';
import { timeline } from './timeline.ts';

const finding = (more: Partial<Finding> = {}): Finding => ({
  detection: 'trail-stopped',
  id: undefined,
  title: 'Trail stopped',
  level: 'critical',
  tags: [],
  time: '2026-11-20T10:15:00Z',
  principal: 'arn:aws:iam::123456789012:user/alice',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'us-east-1',
  accountId: '123456789012',
  eventID: 'e1',
  record: { eventName: 'StopLogging' },
  ...more,
});

function spoken(tell: (terminal: Terminal) => void): string {
  let said = '';
  tell({
    interactive: false,
    paint: plain,
    columns: 80,
    print: (line = '') => {
      said += `${line}\n`;
    },
    warn() {},
    ask: async () => '',
  });
  return said;
}

test('a cell that a spreadsheet would execute is a text', () => {
  for (const [userAgent, cell] of [
    ['=cmd|calc', "'=cmd|calc"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['\t=1', "'\t=1"],
    ['a "b", c', '"a ""b"", c"'],
  ] as const) {
    assert.ok(csvLine(finding({ userAgent })).includes(`,${cell},e1`), userAgent);
  }
  assert.equal(csvHead.split(',').length, csvLine(finding()).split(',').length);
});

test('SARIF has a rule for each detection, and a result for each finding', () => {
  const { runs } = sarif([finding(), finding({ eventID: 'e2' })], [], '1.0.0') as {
    runs: {
      tool: { driver: { rules: object[] } };
      results: { level: string; ruleIndex: number }[];
    }[];
  };
  assert.equal(runs[0]!.tool.driver.rules.length, 1);
  assert.deepEqual(
    runs[0]!.results.map(({ level, ruleIndex }) => [level, ruleIndex]),
    [
      ['error', 0],
      ['error', 0],
    ],
  );
});

test('the timeline has a bar for each stretch, higher where there is more', () => {
  const at = (time: string) => finding({ time });
  const times = ['10:00', '10:00', '10:00', '10:03', '10:09'];
  const [bars, scale] = timeline(
    times.map((time) => at(`2026-11-20T${time}:00Z`)),
    80,
    plain,
  );
  assert.equal(bars, '█  ▅     ▅  at most 3 in 1 min');
  assert.equal(scale, '2026-11-20 10:00 – 2026-11-20 10:09');
});

test('what a record says cannot steer the terminal', () => {
  const evil = finding({ principal: 'a\u001b[31mb', sourceIPAddress: '\u0007' });
  const said = spoken((terminal) => {
    printTable([evil], terminal);
    printSummary([evil], terminal);
  });
  assert.doesNotMatch(said, /[\u0000-\u0009\u000b-\u001f]/);
  assert.match(said, /Trail stopped/);
});
