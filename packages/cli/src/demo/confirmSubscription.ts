import { Failure } from '../command.ts';
import { eventually } from './eventually.ts';
import type { World } from './world.ts';

/** Does what a person does with the mail that SNS sends first: follows its link. */
export async function confirmSubscription(world: World, topicArn: string): Promise<void> {
  const link = await eventually(
    async () => (await world.allMails()).map(({ text }) => linkIn(text, topicArn)).find(Boolean),
    `No mail came to confirm the subscription to ${topicArn}. With --smtp: does the relay answer?`,
  );
  const answer = await fetch(link);
  if (!answer.ok) throw new Failure(`The link ${link} was answered with ${answer.status}.`);
}

function linkIn(text: string, topicArn: string): string | undefined {
  const links = text.match(/https?:\/\/\S+/g) ?? [];
  return links.find((link) => {
    const asked = URL.parse(link)?.searchParams;
    return asked?.get('TopicArn') === topicArn && /confirm/i.test(link);
  });
}
