import { athenaOptions } from '../athena/athenaCommand.ts';
import { command, UsageError } from '../command.ts';
import { huntAthena } from '../hunt/huntAthena.ts';
import { huntLogs } from '../hunt/huntLogs.ts';
import { timeOption } from '../hunt/timeOption.ts';
import { choice, flag, value } from '../options.ts';
import { kebabCase } from '../parse.ts';
import { levels, whichRules } from '../rules/whichRules.ts';

const level = {
  placeholder: 'LEVEL',
  read: (text: string) => levels.find((each) => each === text),
  wants: `a level (${levels.join(', ')})`,
};

const file = (help: string) =>
  value({ placeholder: 'FILE', help, read: (text) => text || undefined, wants: 'a file' });

export const huntOptions = {
  ...whichRules,
  minLevel: value({
    ...level,
    help: `Only rules of this level or above: ${levels.join(', ')}. (low)`,
  }),
  since: timeOption('Only records of this time or later: 2026-11-20, 2026-11-20T10:00Z, 12h, 7d.'),
  until: timeOption('Only records before this time.'),
  format: choice(['table', 'ndjson', 'csv', 'sarif'], 'How findings are written.'),
  json: flag('The same as --format ndjson: a finding a line, its record included.'),
  output: file('Write the findings there, and not on stdout.'),
  failOn: value({ ...level, help: 'End with code 3 if a finding is of this level or above.' }),
  jobs: value({
    placeholder: 'N',
    help: 'How many files are read at a time. (as many as there are processors)',
    read: (text) => (/^[1-9]\d?$/.test(text) ? Number(text) : undefined),
    wants: 'a number from 1 to 99',
  }),
  resume: file('Remember there what was read, and go on from there.'),
  engine: choice(['local', 'athena'], 'Read the logs here, or ask Athena about a table of them.'),
  ...athenaOptions,
};

export const hunt = command({
  summary: 'Replay logs of CloudTrail through the detections.',
  details:
    'Reads files, folders, s3://BUCKET/PREFIX or - (stdin): what CloudTrail delivers, LookupEvents answers, exports of CloudWatch Logs, and events of EventBridge, with gzip or without. What each file is shows in its bytes. What cannot be read is told at the end, and the rest is read.',
  args: { usage: '[PATH…|s3://BUCKET/PREFIX|-]', max: 100_000 },
  options: huntOptions,
  examples: [
    { line: 'tocsin hunt AWSLogs --since 30d', says: 'What rang, and when, who and from where.' },
    {
      line: 'tocsin hunt s3://my-trail/AWSLogs --resume hunt.state',
      says: 'Ctrl-C, and later the same line again: goes on where it was.',
    },
    {
      line: 'aws cloudtrail lookup-events | tocsin hunt - --json',
      says: 'For scripts; the summary goes to stderr.',
    },
    {
      line: 'tocsin hunt logs --rules sigma/rules/cloud/aws --format sarif --output hunt.sarif',
      says: 'With rules of others, for a code host.',
    },
    {
      line: 'tocsin hunt --engine athena --since 90d',
      says: 'What outgrows this machine; says what it costs before it runs.',
    },
  ],
  async run(call) {
    if (call.options.engine === 'athena') return huntAthena(call);
    const stray = Object.keys(athenaOptions).find((name) => {
      const given = call.options[name as keyof typeof athenaOptions];
      return Array.isArray(given) ? given.length > 0 : given;
    });
    if (stray !== undefined) {
      throw new UsageError(`--${kebabCase(stray)} is for --engine athena alone.`);
    }
    await huntLogs(call);
  },
});
