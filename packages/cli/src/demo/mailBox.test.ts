import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mail } from '../box/privateDoors.ts';
import { plain } from '../terminal.ts';
import { mailBox } from './mailBox.ts';

const look = { paint: plain, columns: 100 };

const mail: Mail = {
  id: 1,
  timeMs: 0,
  from: 'no-reply@sns.amazonaws.com',
  to: 'analyst@example.com',
  subject: 'ALARM',
  text: 'One\n\tTwo\u001b[31m\n',
  delivery: 'kept',
};

test('a mail stands in a frame', () => {
  assert.deepEqual(mailBox(mail, look), [
    '╭──────────────────────────────────────────────────────────╮',
    '│ To       analyst@example.com                             │',
    '│ Subject  ALARM                                           │',
    '│ Date     1970-01-01T00:00:00.000Z  (kept in the mailbox) │',
    '├──────────────────────────────────────────────────────────┤',
    '│ One                                                      │',
    '│     Two�[31m                                             │',
    '╰──────────────────────────────────────────────────────────╯',
  ]);
});

test('long lines are broken and long mails cut, and the frame stays straight', () => {
  const text = `${'word '.repeat(50)}\n${'x'.repeat(250)}\n`.repeat(3);
  const lines = mailBox({ ...mail, text }, look, 8);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  assert.match(lines.at(-2)!, /… 10 more lines/);
});
