import { setTimeout as sleep } from 'node:timers/promises';
import { findBox, whichBox } from '../box/find.ts';
import type { Box } from '../box/runFile.ts';
import { command, Failure } from '../command.ts';
import { flag, value } from '../options.ts';
import { colour } from '../rules/colour.ts';
import { levels } from '../rules/whichRules.ts';
import { printable, type Terminal } from '../terminal.ts';

export const findings = command({
  summary: 'Show what the detections found, each with its record.',
  details:
    'Reads the log group /tocsin/findings through CloudWatch Logs. A box fills it that was started with --detect.',
  options: {
    ...whichBox,
    follow: flag('Wait for new findings and show them as they come, until Ctrl-C.'),
    minLevel: value({
      placeholder: 'LEVEL',
      help: `Only findings of this level or above: ${levels.join(', ')}.`,
      read: (text) => levels.find((level) => level === text),
      wants: `a level (${levels.join(', ')})`,
    }),
    json: flag('Print each finding as one line of JSON, its record included.'),
  },
  examples: [
    { line: 'tocsin findings --follow', says: 'Leave it open in a second terminal.' },
    { line: 'tocsin findings --min-level high --json', says: 'For scripts.' },
  ],
  async run({ options, terminal, environment }) {
    const read = await reader(await findBox(options, environment));
    const from = levels.indexOf(options.minLevel ?? 'informational');
    let shown = 0;
    for (;;) {
      const all = await read();
      for (const each of all.filter(({ level }) => levels.indexOf(level) >= from)) {
        show(each, options.json, terminal);
        shown += 1;
      }
      if (!options.follow) break;
      await sleep(followEveryMs);
    }
    if (shown === 0 && !options.json) terminal.print('Nothing was found.');
  },
});

const followEveryMs = 250;

interface Finding {
  readonly title: string;
  readonly detection: string;
  readonly level: (typeof levels)[number];
  readonly time: string;
  readonly principal: string;
  readonly sourceIPAddress: string;
  readonly eventName: string;
  readonly errorCode?: string;
  readonly correlation?: { readonly count: number };
}

/** Gives a function that fetches what is new since it was called last. */
async function reader({ endpoint, region, accessKeyId, secretAccessKey }: Box) {
  const { CloudWatchLogs, ResourceNotFoundException } = await import(
    '@aws-sdk/client-cloudwatch-logs'
  );
  const logs = new CloudWatchLogs({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  let nextToken: string | undefined;
  return async (): Promise<Finding[]> => {
    try {
      const page = await logs.getLogEvents({ ...place, startFromHead: true, nextToken });
      nextToken = page.nextForwardToken;
      return (page.events ?? []).map(({ message }) => JSON.parse(message!) as Finding);
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      if (nextToken === undefined) return [];
      throw new Failure('The log group /tocsin/findings is gone.');
    }
  };
}

const place = { logGroupName: '/tocsin/findings', logStreamName: 'findings' } as const;

function show(finding: Finding, asJson: boolean, { print, paint }: Terminal) {
  if (asJson) return print(JSON.stringify(finding));
  const { level, title, time, principal, sourceIPAddress, eventName, errorCode } = finding;
  const call = errorCode === undefined ? eventName : `${eventName} (${errorCode})`;
  const count = finding.correlation ? `, ${finding.correlation.count} counted` : '';
  print(`${time}  ${colour(level, paint)(level.padEnd(13))} ${paint.strong(title)}${count}`);
  print(printable(`    ${principal} from ${sourceIPAddress}: ${call}`));
}
