import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { clickLink } from '../walkthroughs/mailServer.ts';
import type { Box } from './box.ts';
import type { Outcome } from './shell.ts';

/** A walkthrough is a list of these: what is typed, and what is then to be seen. */
export type Step = Command | Mail;

/** A command as one types it. It must succeed, unless it says how it fails. */
export interface Command {
  readonly run: string;
  /** The output is JSON that holds this. */
  readonly shows?: object;
  /** The output is this text, or fits. */
  readonly prints?: string | RegExp;
  /** The command fails, and this is in what it says. */
  readonly fails?: string;
  /** Asked again until it is so: what is asked about happens after its cause was answered. */
  readonly until?: true;
}

/** A mail that comes. */
export interface Mail {
  readonly mailTo: string;
  readonly subject: string;
  readonly holds?: string;
  /** The link in it is clicked, and the page says this. */
  readonly click?: string;
}

/** Plays the steps in order in the box's shell; the first that goes another way ends it. */
export async function play(box: Box, steps: readonly Step[]) {
  for (const step of steps) {
    if ('run' in step) await playCommand(box, step);
    else await awaitMail(box, step);
  }
}

async function playCommand({ shell }: Box, step: Command) {
  const lastTryMs = Date.now() + patienceMs;
  for (;;) {
    const outcome = await shell.run(step.run);
    try {
      return check(step, outcome);
    } catch (error) {
      if (!step.until || Date.now() > lastTryMs) throw error;
      await setTimeout(pauseMs);
    }
  }
}

const patienceMs = 20_000;
const pauseMs = 100;

function check({ run, shows, prints, fails }: Command, { status, stdout, stderr }: Outcome) {
  const seen = `$ ${run}\n${stdout}\n${stderr}\n(exit status ${status})`;
  if (fails !== undefined) {
    assert.ok(status !== 0 && stderr.includes(fails), `Expected to fail with: ${fails}\n${seen}`);
    return;
  }
  assert.equal(status, 0, seen);
  if (typeof prints === 'string') assert.equal(stdout, prints, seen);
  else if (prints) assert.match(stdout, prints, seen);
  if (shows) {
    const expected = `Expected to show: ${JSON.stringify(shows, null, 2)}\n${seen}`;
    assert.partialDeepStrictEqual(JSON.parse(stdout || '{}'), shows, expected);
  }
}

async function awaitMail({ mailServer }: Box, { mailTo, subject, holds = '', click }: Mail) {
  const mail = await mailServer.take(
    ({ to, subject: its, text }) => to === mailTo && its === subject && text.includes(holds),
    `to ${mailTo}, “${subject}”, with “${holds}”`,
  );
  if (click !== undefined) assert.ok((await clickLink(mail)).includes(click), click);
}
