import { anonymousCaller } from '../kernel/caller.ts';
import { Context, type Parts } from '../kernel/context.ts';
import type { Service } from '../kernel/service.ts';
import type { Door } from './server.ts';

/** The pages that services show to a browser without a signature. */
export function pagesDoor(parts: Parts, services: Iterable<Service>): Door {
  const pages = [...services].flatMap((service) => service.pages ?? []);
  return (request) => {
    if (request.method !== 'GET' || request.headers.authorization) return undefined;
    const page = pages.find(({ path }) => path.test(request.path));
    if (!page) return undefined;
    const context = new Context(parts, {
      accountId: parts.settings.accountId,
      region: parts.settings.region,
      caller: anonymousCaller({
        sourceIpAddress: request.sourceIpAddress,
        userAgent: request.headers['user-agent'] ?? '',
      }),
      requestId: parts.ids.uuid(),
    });
    return (async () => {
      const query = new URLSearchParams(request.query);
      const { status, type, body } = parts.store.transact(() =>
        page.show({ path: request.path, query }, context),
      );
      await parts.store.committed();
      return { status, headers: { 'content-type': type, ...pageHeaders }, body };
    })();
  };
}

/** The pages need no script, no frame and no other site, so they may have none. */
const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
