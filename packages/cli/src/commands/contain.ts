import { randomUUID } from 'node:crypto';
import type { Incident, Request } from '@tocsin/stack/killswitch';
import { command, Failure } from '../command.ts';
import {
  type Account,
  inShort,
  openAccount,
  readPrincipal,
  whichAccount,
} from '../incident/account.ts';
import { confirm } from '../incident/confirm.ts';
import { loadKillSwitch } from '../incident/loadKillSwitch.ts';
import { showRound, showStep } from '../incident/show.ts';
import { flag, list, value } from '../options.ts';
import type { Terminal } from '../terminal.ts';

const anything = (text: string) => text || undefined;

export const contain = command({
  summary: 'Contain a user or a role: deny it everything, keep proof, and verify that it holds.',
  details:
    'The same as the deployed kill-switch does, with your credentials. Ends with 0 where the principal is contained, 3 where it is, but could have undone it, and 1 where it is not.',
  args: { usage: 'PRINCIPAL (an ARN, user/NAME or role/NAME)', max: 1 },
  options: {
    dryRun: flag('Say what would be done, and do none of it.'),
    secret: list({
      placeholder: 'ID',
      help: 'A secret whose own policy denies it too, which acts at once.',
      read: anything,
      wants: 'a name or an ARN',
    }),
    session: flag('Deny only the session that the ARN names, for a role that others share.'),
    incident: value({
      placeholder: 'ID',
      help: 'The incident that waits for your word.',
      read: (text) => (/^[\w-]{1,80}$/.test(text) ? text : undefined),
      wants: "an incident's id",
    }),
    reason: value({
      placeholder: 'TEXT',
      help: 'Why, for the report.',
      read: anything,
      wants: 'a text',
    }),
    verifySeconds: value({
      placeholder: 'SECONDS',
      help: 'How long to look whether it holds (60).',
      read: (text) => (/^\d{1,3}$/.test(text) && Number(text) <= 600 ? Number(text) : undefined),
      wants: 'a number of seconds (0 to 600)',
    }),
    yes: flag('Do not ask first.'),
    ...whichAccount,
    json: flag('Print the report as JSON.'),
  },
  examples: [
    {
      line: 'tocsin contain user/alice --dry-run',
      says: 'What would be done, and whether it holds.',
    },
    {
      line: 'tocsin contain user/alice --secret prod/db --yes',
      says: 'At once, without a question.',
    },
  ],
  async run({ options, args, terminal, environment }) {
    const account = await openAccount(options, environment);
    const principal = await readPrincipal(args[0], account);
    const owner = randomUUID();
    const now = account.world.time.now();
    const request: Request = {
      principal,
      owner,
      incident: options.incident,
      trigger: {
        by: 'person',
        at: new Date(now).toISOString(),
        secrets: options.secret,
        requestId: owner,
        person: account.callerArn,
        reason: options.reason,
      },
      ...(options.json ? {} : progress(terminal)),
    };
    const config = {
      ...account.config,
      ...(options.session ? { scope: 'session' as const } : {}),
      verifySeconds: options.verifySeconds ?? account.config.verifySeconds,
    };
    const planned = { request, account: { ...account, config } };
    if (options.dryRun) return showPlan(planned, options.json, terminal);
    await confirm(`Deny ${principal.arn} everything?`, options.yes, account, terminal);
    await run(planned, options.json, terminal);
  },
});

interface Planned {
  readonly request: Request;
  readonly account: Account;
}

const progress = (terminal: Terminal) => ({
  onStep: (step: Parameters<typeof showStep>[0]) => showStep(step, terminal),
  onRound: (round: Parameters<typeof showRound>[0]) => showRound(round, terminal),
});

async function showPlan({ request, account }: Planned, json: boolean, { print, paint }: Terminal) {
  const { plan } = await loadKillSwitch();
  const planned = await plan(request, account.config, account.world).catch(explain);
  if (json) return print(JSON.stringify(planned, null, 2));
  const { principal, decision, steps, undo } = planned;
  print(`${paint.strong(principal.arn)} ${paint.dim(account.place)}`);
  print(`  ${decision.because}`);
  if (principal.limit) print(`  ${principal.limit}`);
  if (steps.length === 0) return print('  Nothing would be done.');
  for (const step of steps) print(`  ${paint.dim('would')} ${step}`);
  if (undo.unknown) print(`  Whether it could undo that is not known: ${undo.unknown}`);
  if (undo.actions.length > 0) {
    print(`  ${paint.bad('It could undo that')}, by: ${undo.actions.join(', ')}`);
  }
}

async function run({ request, account }: Planned, json: boolean, { print, paint }: Terminal) {
  const { respond, gradeTexts, tellIncident } = await loadKillSwitch();
  const answer = await respond(request, account.config, account.world).catch(explain);
  if ('ignored' in answer) throw new Failure(answer.ignored);
  const { incident } = answer;
  if (json) print(JSON.stringify(incident, null, 2));
  if (incident.state === 'paged')
    throw new Failure(`Nothing was done. ${incident.decision.because}`);
  if (!json) print(`\n${tellIncident(incident).text}`);
  const text = `${incident.principal.arn} is ${gradeTexts[incident.grade!]}`;
  const exitCode = exitCodes[incident.grade!];
  if (exitCode > 0) throw new Failure(`${text}. See: tocsin incidents ${incident.id}`, exitCode);
  if (!json) print(`\n${paint.good(text)}.`);
}

const exitCodes: Readonly<Record<NonNullable<Incident['grade']>, number>> = {
  contained: 0,
  racy: 3,
  'not contained': 1,
};

function explain(error: unknown): never {
  throw new Failure(inShort(error));
}
