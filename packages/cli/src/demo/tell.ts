import { defaultPort, ownName } from '../box/home.ts';
import type { Mail } from '../box/privateDoors.ts';
import type { Box } from '../box/runFile.ts';
import type { Call } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { mailBox } from './mailBox.ts';
import type { Road } from './road.ts';
import { timeline } from './timeline.ts';
import { names } from './world.ts';

/** The road as a picture, then the two mails, and what each of them is good for. */
export function tellRoad(road: Road, terminal: Terminal) {
  const { print, paint } = terminal;
  const endMs = Math.max(...[...road.hops, ...road.meanwhile].map(({ ms }) => ms));
  const title = (text: string) => print(`\n${paint.strong(text)}`);
  title(`${names.user} reads ${names.secret}`);
  for (const line of timeline(road.hops, { endMs, chained: true, paint })) print(line);
  print(paint.dim('  meanwhile'));
  for (const line of timeline(road.meanwhile, { endMs, chained: false, paint })) print(line);
  title('The alarm mail');
  for (const line of mailBox(messageOf(road.alarmMail), terminal, alarmLines)) print(line);
  title('CloudTrail’s own notification of the same read');
  for (const line of mailBox(messageOf(road.rawMail), terminal)) print(line);
  print();
  for (const [name, alarm, raw] of comparison(road)) {
    print(`  ${paint.dim(name.padEnd(10))} ${alarm.padEnd(34)} ${raw}`);
  }
  print(`\n  The record says who: ${paint.accent(road.reader.arn)} from ${road.reader.from}`);
}

/** Enough for all that the alarm says of itself. */
const alarmLines = 24;

/** Without the lines that SNS ends every mail with: how to unsubscribe. */
const messageOf = (mail: Mail): Mail => ({ ...mail, text: mail.text.split('\n--\n')[0]! });

const comparison = ({ counts }: Road) =>
  [
    ['', 'alarm mail', 'CloudTrail’s notification'],
    ['tells', 'that a secret was read', 'that there is a log file'],
    [
      'comes',
      `when the alarm rings (${counts.alarm} so far)`,
      `for every file (${counts.raw} so far)`,
    ],
    ['who it was', 'look in the event history', 'fetch and unpack the file'],
  ] as const;

/** How to go on by hand, with the stock client. */
export function tellHowToGoOn(
  box: Box,
  { terminal, environment }: Pick<Call, 'terminal' | 'environment'>,
) {
  const { print, paint } = terminal;
  const own = ownName(environment);
  const port = box.port === defaultPort ? '' : ` --port ${box.port}`;
  print();
  print(paint.strong('By hand, in another terminal'));
  for (const line of byHand(`${own} env${port}`, `${own} mail${port}`)) {
    print(line.startsWith('#') ? `  ${paint.dim(line)}` : `  ${line}`);
  }
}

/** Each of them can be pasted as it stands. An alarm that rings already does not ring again. */
function byHand(env: string, mail: string): string[] {
  return [
    `eval "$(${env})"`,
    `aws cloudwatch set-alarm-state --alarm-name ${names.alarm} --state-value OK --state-reason "seen"`,
    `aws secretsmanager get-secret-value --secret-id ${names.secret}`,
    mail,
    '# What each hop knows:',
    'aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=GetSecretValue',
    `aws logs filter-log-events --log-group-name ${names.logGroup} --filter-pattern '${names.pattern}'`,
    `aws cloudwatch describe-alarm-history --alarm-name ${names.alarm}`,
    `aws s3 ls s3://${names.bucket} --recursive`,
  ];
}
