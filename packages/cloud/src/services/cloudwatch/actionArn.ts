import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';

/** Lets pass the standard topics of this Region: what an alarm's action can do here. */
export function checkActionArn(arn: string, member: string, context: Context) {
  const parts = arnParts.exec(arn)?.groups;
  if (!parts) throw new AwsError('ValidationError', `Invalid arn syntax: ${arn}`);
  const { service, region, resource = '' } = parts;
  if (service !== 'sns') throw notImplemented(`PutMetricAlarm: ${member} ${arn}`);
  if (!topicName.test(resource)) {
    throw new AwsError('ValidationError', `Invalid arn syntax: ${arn}`);
  }
  if (resource.endsWith('.fifo')) throw notImplemented(`PutMetricAlarm: ${member} ${arn}`);
  if (region !== context.region) {
    throw new AwsError(
      'ValidationError',
      `Invalid region ${region} specified. Only ${context.region} is supported.`,
    );
  }
}

const arnParts =
  /^arn:aws[a-z-]*:(?<service>[a-z0-9-]+):(?<region>[a-z0-9-]*):[^:]*:(?<resource>\S+)$/;
const topicName = /^[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;
