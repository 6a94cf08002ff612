import { createClients, type World } from './clients.ts';
import { type Config, configOf } from './config.ts';
import { plan, type Request, type Response, respond } from './contain.ts';
import { containMade } from './containMade.ts';
import { globalRegionOf, principalOfArn } from './principal.ts';
import { realTime } from './realTime.ts';
import { type CloudTrailEvent, touchOf } from './trigger.ts';

/** What a person or another program may ask the function for. */
export interface Ask {
  readonly action: 'contain' | 'dry-run';
  /** An ARN of an IAM user, an IAM role or a session of a role. */
  readonly principal: string;
  readonly reason?: string;
  /** An incident that waits for approval. */
  readonly incident?: string;
}

interface Invocation {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
}

const clients = createClients({}, globalRegionOf(`arn:${partitionOf(process.env.AWS_REGION)}`));
const world: World = { clients, time: realTime };
const config: Config = configOf(process.env);

/** The function's entry. What it gives back is for whoever invoked it by hand. */
export async function handler(
  event: CloudTrailEvent | Ask,
  { awsRequestId }: Invocation,
): Promise<Response | Awaited<ReturnType<typeof plan>>> {
  if ('action' in event) return answer(event, awsRequestId);
  if (event.detail?.eventName === undefined) throw new Error('The event has no CloudTrail record.');
  if (event.detail.eventSource === 'iam.amazonaws.com') {
    return containMade(event, awsRequestId, config, world);
  }
  const touch = touchOf(event);
  return 'ignored' in touch ? touch : respond({ ...touch, owner: awsRequestId }, config, world);
}

async function answer(ask: Ask, owner: string) {
  const principal = principalOfArn(ask.principal);
  if (principal === undefined) throw new Error(`'${ask.principal}' is not the ARN of a principal.`);
  const request: Request = {
    principal,
    owner,
    incident: ask.incident,
    trigger: {
      by: 'person',
      at: new Date(realTime.now()).toISOString(),
      secrets: [],
      requestId: owner,
      reason: ask.reason,
    },
  };
  if (ask.action === 'dry-run') return plan(request, config, world);
  if (ask.action === 'contain') return respond(request, config, world);
  throw new Error(`The action '${ask.action}' is not known: contain or dry-run.`);
}

function partitionOf(region = ''): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
