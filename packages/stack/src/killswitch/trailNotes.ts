import type { AdvancedEventSelector, CloudTrail, Trail } from '@aws-sdk/client-cloudtrail';
import { errorText } from './step.ts';

/**
 * Why the bus of this Region would hear of no read, as a sentence; none where all is well. AWS
 * sends an account's calls to its bus only while a trail is logging them.
 */
export async function trailNotes(cloudtrail: CloudTrail): Promise<string[]> {
  try {
    // Trails of other Regions and of the organization are among them, where they log here too.
    const { trailList = [] } = await cloudtrail.describeTrails({});
    const logs = await Promise.all(trailList.map((trail) => logsReads(cloudtrail, trail)));
    return logs.includes(true) ? [] : [noTrail];
  } catch (error) {
    return [`Whether a trail logs reads is not known: ${errorText(error)}`];
  }
}

const noTrail =
  'No trail is logging management events that only read: the kill-switch would hear of nothing.';

async function logsReads(cloudtrail: CloudTrail, { TrailARN }: Trail): Promise<boolean> {
  const [{ IsLogging }, { EventSelectors = [], AdvancedEventSelectors = [] }] = await Promise.all([
    cloudtrail.getTrailStatus({ Name: TrailARN }),
    cloudtrail.getEventSelectors({ TrailName: TrailARN }),
  ]);
  const isRead = EventSelectors.some(
    ({ IncludeManagementEvents = true, ReadWriteType = 'All' }) =>
      IncludeManagementEvents && ReadWriteType !== 'WriteOnly',
  );
  return IsLogging === true && (isRead || AdvancedEventSelectors.some(selectsReads));
}

/** Whether the read of a secret passes all fields. */
function selectsReads({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  return FieldSelectors.every(({ Field, Equals, NotEquals, StartsWith, NotStartsWith }) => {
    const value = read[Field ?? ''];
    if (value === undefined) return true;
    return (
      (Equals?.includes(value) ?? true) &&
      (StartsWith?.some((start) => value.startsWith(start)) ?? true) &&
      !NotEquals?.includes(value) &&
      !NotStartsWith?.some((start) => value.startsWith(start))
    );
  });
}

const read: Readonly<Record<string, string>> = {
  eventCategory: 'Management',
  eventName: 'GetSecretValue',
  eventSource: 'secretsmanager.amazonaws.com',
  readOnly: 'true',
};
