import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Trail, trailsTable } from './state.ts';

/** The ARN that a name or an ARN means here. It takes anything: authorization comes first. */
export function trailArn(nameOrArn: string | undefined, context: Context): string {
  if (nameOrArn?.startsWith('arn:')) return nameOrArn;
  return context.arn('cloudtrail', `trail/${nameOrArn ?? '*'}`);
}

/** A trail that is about to be changed. AWS changes one in its home Region only. */
export function homeTrail(nameOrArn: string | undefined, context: Context): Trail {
  const trail = anyTrail(nameOrArn, context);
  if (trail.homeRegion !== context.region) {
    throw new AwsError(
      'InvalidHomeRegionException',
      `The home region of trail ${trail.arn} is ${trail.homeRegion}.`,
    );
  }
  return trail;
}

/** A trail that is about to be read: one of this Region, or the shadow of one of all Regions. */
export function visibleTrail(nameOrArn: string | undefined, context: Context): Trail {
  const trail = anyTrail(nameOrArn, context);
  if (!isVisible(trail, context)) throw unknownTrail(trail.arn, context);
  return trail;
}

export function isVisible({ homeRegion, isMultiRegion }: Trail, { region }: Context): boolean {
  return isMultiRegion || homeRegion === region;
}

function anyTrail(nameOrArn: string | undefined, context: Context): Trail {
  checkTrailName(nameOrArn ?? '');
  const arn = trailArn(nameOrArn, context);
  const trail = context.globalTable(trailsTable).get(arn);
  if (!trail) throw unknownTrail(arn, context);
  return trail;
}

function unknownTrail(arn: string, { accountId }: Context): AwsError {
  return new AwsError('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${accountId}`);
}

/** Throws unless the text is a trail's ARN or may be a trail's name (API of CreateTrail). */
export function checkTrailName(nameOrArn: string) {
  if (nameOrArn.startsWith('arn:')) {
    if (trailArnForm.test(nameOrArn)) return;
    throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${nameOrArn}`);
  }
  const problem = nameProblem(nameOrArn);
  if (problem) throw new AwsError('InvalidTrailNameException', problem);
}

function nameProblem(name: string): string | undefined {
  const given = `Specified name length: ${name.length} characters.`;
  if (name.length < nameLengthMin) {
    return `Trail name too short. Minimum allowed length: ${nameLengthMin} characters. ${given}`;
  }
  if (name.length > nameLengthMax) {
    return `Trail name too long. Maximum allowed length: ${nameLengthMax} characters. ${given}`;
  }
  if (!/^[A-Za-z0-9]/.test(name)) return 'Trail name must starts with a letter or number.';
  if (!/[A-Za-z0-9]$/.test(name)) return 'Trail name must ends with a letter or number.';
  if (addressForm.test(name)) return 'Trail name must not be formatted as an IP address.';
  if (/^[A-Za-z0-9._-]+$/.test(name) && !/[._-]{2}/.test(name)) return undefined;
  return (
    'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, ' +
    'periods (.), hyphens (-), and underscores (_).'
  );
}

const nameLengthMin = 3;
const nameLengthMax = 128;
const addressForm = /^\d+\.\d+\.\d+\.\d+$/;
const trailArnForm = /^arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[A-Za-z0-9._-]{3,128}$/;
