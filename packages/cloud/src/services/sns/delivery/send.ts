import type { Context } from '../../../kernel/context.ts';
import type { JobKind } from '../../../kernel/jobs.ts';
import type { Protocol } from '../state.ts';
import type { Delivery } from './delivery.ts';
import { httpJob } from './httpJob.ts';
import { mailJob } from './mailJob.ts';
import { queueJob } from './queueJob.ts';

/** In a transaction: has a message delivered after the commit. */
export function send(delivery: Delivery, context: Context) {
  context.schedule(jobs[delivery.target.protocol], delivery);
}

const jobs: Readonly<Record<Protocol, JobKind<Delivery, never>>> = {
  email: mailJob as JobKind<Delivery, never>,
  'email-json': mailJob as JobKind<Delivery, never>,
  http: httpJob as JobKind<Delivery, never>,
  https: httpJob as JobKind<Delivery, never>,
  sqs: queueJob as JobKind<Delivery, never>,
};
