import { defaultPort, ownName } from '../box/home.ts';
import type { Box } from '../box/runFile.ts';
import type { Call } from '../command.ts';
import { mailBox } from '../mailBox.ts';
import type { Terminal } from '../terminal.ts';
import type { Road } from './road.ts';
import { timeline } from './timeline.ts';
import { names } from './world.ts';

/** The road as a picture, then the two mails, one under the other. */
export function tellRoad(road: Road, { print, paint }: Terminal) {
  const endMs = Math.max(...[...road.hops, ...road.rawHops].map(({ ms }) => ms));
  print();
  print(paint.strong(`${names.user} reads ${names.secret}`));
  for (const line of timeline(road.hops, endMs, paint)) print(line);
  print();
  for (const line of timeline(road.rawHops, endMs, paint)) print(line);
  print();
  print(paint.strong('The alarm mail'));
  for (const line of mailBox(road.alarmMail, paint, { maxLines: alarmLines })) print(line);
  print();
  print(paint.strong('CloudTrail’s own notification of the same read'));
  for (const line of mailBox(road.rawMail, paint, { maxLines: rawLines })) print(line);
  print();
  const { counts, reader } = road;
  print(
    `  The alarm speaks once, of this (${counts.alarm} mail). The raw road speaks of every file of`,
  );
  print(`  the trail (${counts.raw} mails so far), and only the file says what happened.`);
  print(`  Who it was, both leave to the record: ${paint.accent(reader.arn)} from ${reader.from}`);
}

/** Enough for all that the alarm says of itself. */
const alarmLines = 24;
const rawLines = 6;

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

/** Each of them can be pasted as it stands. */
function byHand(env: string, mail: string): string[] {
  return [
    `eval "$(${env})"`,
    `aws secretsmanager get-secret-value --secret-id ${names.secret}`,
    'aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=GetSecretValue',
    `aws logs filter-log-events --log-group-name ${names.logGroup} --filter-pattern '{ $.eventName = "GetSecretValue" }'`,
    `aws cloudwatch describe-alarm-history --alarm-name ${names.alarm}`,
    `aws cloudwatch set-alarm-state --alarm-name ${names.alarm} --state-value OK --state-reason "seen"`,
    `aws s3 ls s3://${names.bucket} --recursive`,
    mail,
    '# An alarm mails when it goes into ALARM: it rings again once it has been OK.',
  ];
}
