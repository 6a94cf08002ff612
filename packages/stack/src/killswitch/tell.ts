import type { World } from './clients.ts';
import type { Config } from './config.ts';
import type { Incident } from './incident.ts';
import type { Message } from './messages.ts';

/**
 * Sends the message to the topic, and to the bus where something is over or waits. A channel that
 * fails must not stop the containment: it is left to whoever reads the function's log.
 */
export async function tell(
  incident: Incident,
  { subject, text }: Message,
  { topicArn, eventBus }: Config,
  { clients }: World,
): Promise<void> {
  const detailType = detailTypes[incident.state];
  await Promise.all([
    topicArn &&
      clients.sns.publish({ TopicArn: topicArn, Subject: subject, Message: text }).catch(report),
    detailType &&
      clients.eventbridge
        .putEvents({
          Entries: [
            {
              Source: eventSource,
              DetailType: detailType,
              EventBusName: eventBus,
              Resources: [incident.principal.arn],
              Detail: JSON.stringify(detailOf(incident)),
            },
          ],
        })
        .catch(report),
  ]);
}

export const eventSource = 'tocsin.killswitch';

const detailTypes: Readonly<Partial<Record<Incident['state'], string>>> = {
  done: 'Containment Completed',
  waiting: 'Containment Waiting for Approval',
  paged: 'Containment Refused',
  restored: 'Principal Restored',
  'partly-restored': 'Principal Partly Restored',
};

/** Small: an event may have 256 KB, and the whole report lies in the bucket. */
function detailOf({ id, principal, secrets, honeytoken, decision, grade }: Incident) {
  const { arn, kind } = principal;
  return { incident: id, principal: { arn, kind }, secrets, honeytoken, decision, grade };
}

const report = (error: Error) => console.error(`${error.name}: ${error.message}`);
