import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Page, PageAnswer, PageVisit } from '../../kernel/service.ts';
import { confirmationLink, unsubscribeLink } from './delivery/letter.ts';
import { certificate } from './delivery/signer.ts';
import { findSubscription } from './state.ts';

/** What the links in mails lead to, and the certificate that signatures are checked with. */
export const pages: readonly Page[] = [
  { path: /^\/confirmation\.html$/, show: (visit, context) => carryOut(confirm, visit, context) },
  { path: /^\/unsubscribe\.html$/, show: (visit, context) => carryOut(leave, visit, context) },
  { path: /^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/, show: showCertificate },
];

function confirm({ query }: PageVisit, context: Context): PageAnswer {
  const { SubscriptionArn: arn = '' } = context.call<{ SubscriptionArn?: string }>(
    'sns',
    'ConfirmSubscription',
    { TopicArn: query.get('TopicArn') ?? '', Token: query.get('Token') ?? '' },
    context,
  );
  const { endpoint = '' } = findSubscription(context, arn) ?? {};
  const link = unsubscribeLink({ subscriptionArn: arn, endpoint }, context.settings.endpoint);
  return page(200, 'Subscription confirmed!', [
    'You have successfully subscribed.',
    'Your subscription&#39;s id is:',
    `<code>${escaped(arn)}</code>`,
    `If it was not your intention to subscribe, <a href="${escaped(link)}">click here to unsubscribe</a>.`,
  ]);
}

function leave({ query }: PageVisit, context: Context): PageAnswer {
  const arn = query.get('SubscriptionArn') ?? '';
  const before = findSubscription(context, arn);
  const endpoint = query.get('Endpoint');
  if (endpoint !== null && before && endpoint !== before.endpoint) {
    throw new AwsError('InvalidParameterException', 'Invalid parameter: Endpoint');
  }
  context.call('sns', 'Unsubscribe', { SubscriptionArn: arn }, context);
  const subscription = findSubscription(context, arn);
  const link =
    subscription && confirmationLink(subscription, subscription.token, context.settings.endpoint);
  return page(200, 'Subscription removed!', [
    'Your subscription&#39;s id was:',
    `<code>${escaped(arn)}</code>`,
    ...(link
      ? [
          `If it was not your intention to unsubscribe, <a href="${escaped(link)}">click here to resubscribe</a>.`,
        ]
      : []),
  ]);
}

function showCertificate({ path }: PageVisit, context: Context): PageAnswer {
  const id = path.slice(path.indexOf('-') + 1, -'.pem'.length);
  const pem = certificate(context, id);
  if (pem === undefined) return page(404, 'Not found', ['There is no such certificate.']);
  return { status: 200, type: 'application/x-pem-file', body: pem };
}

/** Shows AWS's error where the link does not hold; nothing has changed then. */
function carryOut(
  show: (visit: PageVisit, context: Context) => PageAnswer,
  visit: PageVisit,
  context: Context,
): PageAnswer {
  try {
    return show(visit, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return page(errorStatus[error.code] ?? 400, 'That did not work', [escaped(error.message)]);
  }
}

const errorStatus: Readonly<Record<string, number>> = {
  AuthorizationErrorException: 403,
  NotFoundException: 404,
};

/** `lines` are HTML. */
function page(status: number, title: string, lines: readonly string[]): PageAnswer {
  const paragraphs = lines.map((line) => `<p>${line}</p>`).join('\n');
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
body {
  margin: 15vh auto; max-width: 40rem; padding: 0 1rem;
  font: 16px/1.5 system-ui, sans-serif; color: #16191f;
}
h1 { font-size: 1.5rem; }
code { overflow-wrap: anywhere; }
a { color: #0972d3; }
</style>
<h1>${title}</h1>
${paragraphs}
</html>
`;
  return { status, type: 'text/html; charset=utf-8', body };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
