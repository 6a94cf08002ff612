import type { Context } from '../../../kernel/context.ts';
import { type JobKind, jobKind } from '../../../kernel/jobs.ts';
import { deadLetter, type Failure } from './deadLetter.ts';
import type { Delivery } from './delivery.ts';
import { type Letter, letterFor } from './letter.ts';
import { relay } from './relay.ts';

/**
 * Sends a message as mail: through the SMTP relay, or without one straight into the mailbox. While
 * the relay is away the mail waits here, on the disk, and is tried again.
 */
export const mailJob: JobKind<Delivery, Mailed | undefined> = jobKind({
  name: 'sns.mail',
  concurrency: 4,
  perform: async (delivery, context) => {
    const letter = await letterFor(delivery, context);
    if (!letter) return undefined;
    if (context.settings.smtpUrl === undefined) return { letter };
    const failure = await relay(letter, delivery.messageId, context);
    return failure ? { letter, failure } : { letter };
  },
  settle: ({ payload: delivery, outcome, error }, context) => {
    if (error) throw error;
    if (!outcome) return;
    const { letter, failure } = outcome;
    const { smtpUrl } = context.settings;
    if (!failure) keep(letter, smtpUrl === undefined ? 'kept' : 'relayed', context);
    else if (failure.permanent || context.nowMs - delivery.timeMs > giveUpMs) {
      keep(letter, 'kept', context);
      deadLetter(delivery, letter.text, failure, context);
    } else {
      const dueMs = context.nowMs + retryDelayMs(delivery.failures);
      context.schedule(mailJob, { ...delivery, failures: delivery.failures + 1 }, { dueMs });
    }
  },
});

interface Mailed {
  readonly letter: Letter;
  readonly failure?: Failure;
}

/** A relay that stays away for two weeks is not coming back; the mailbox keeps the mail. */
const giveUpMs = 14 * 86_400_000;
const retryDelaysSeconds = [1, 2, 5, 10, 20, 40, 60];

function retryDelayMs(failures: number): number {
  return retryDelaysSeconds[Math.min(failures, retryDelaysSeconds.length - 1)]! * 1000;
}

function keep(letter: Letter, delivery: 'kept' | 'relayed', context: Context) {
  const { fromName, to, subject, text } = letter;
  const from = `${fromName} <${context.settings.mailFrom}>`;
  context.mailbox.add({ timeMs: context.nowMs, from, to, subject, text, delivery });
}
