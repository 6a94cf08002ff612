import type { Context } from '../../../kernel/context.ts';
import type { JobKind } from '../../../kernel/jobs.ts';
import type { Protocol } from '../state.ts';
import type { Delivery } from './delivery.ts';
import { functionJob } from './functionJob.ts';
import { httpJob } from './httpJob.ts';
import { mailJob } from './mailJob.ts';
import { queueJob } from './queueJob.ts';

/** In a transaction: has a message delivered after the commit. */
export function send(delivery: Delivery, context: Context) {
  context.schedule<Delivery>(jobs[delivery.target.protocol], delivery);
}

const jobs: Readonly<Record<Protocol, JobKind<Delivery>>> = {
  email: mailJob,
  'email-json': mailJob,
  http: httpJob,
  https: httpJob,
  sqs: queueJob,
  lambda: functionJob,
};
