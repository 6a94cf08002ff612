import { test } from 'node:test';
import { skip, startBox } from './box.ts';
import { play } from './transcript.ts';
import * as parts from './walkthrough.steps.ts';

/** The parts in the order of the tutorials; each goes on where the one before ended. */
const chapters: readonly (readonly [title: string, steps: parts.Steps])[] = [
  ['two secrets', parts.secrets],
  ['a user who reads them', parts.reader],
  ['a trail to a bucket', parts.trail],
  ['the trail to a log group', parts.logGroup],
  ['a read, and its record', parts.firstRead],
  ['metric filters', parts.metricFilters],
  ['a topic and its reader', parts.topic],
  ['the alarm on the Average stays silent', parts.averageMistake],
  ['the alarm is tried by hand', parts.setAlarmState],
  ['the alarm on the Sum rings', parts.alarm],
  ['a trail that tells SNS', parts.directTrail],
  ['the log files hold the reads', parts.logFiles],
  ['the clean-up', parts.cleanUp],
  ['nothing is left', parts.nothingLeft],
];

test('aws goes from a secret read to the alarm mail, and back to nothing', { skip }, async (t) => {
  await using box = await startBox();
  let lost = false;
  for (const [title, steps] of chapters) {
    await t.test(title, { skip: lost && 'does not get there' }, async () => {
      lost = true;
      await play(box, steps);
      lost = false;
    });
  }
});
