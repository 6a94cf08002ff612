import type { Box } from '../box/runFile.ts';
import type { Environment } from '../command.ts';

/** What to set and what to unset, so that stock clients speak to this box and to nothing else. */
export function environmentOf(box: Box, environment: Environment) {
  const set: Record<string, string> = {
    AWS_ENDPOINT_URL: box.endpoint,
    AWS_ACCESS_KEY_ID: box.accessKeyId,
    AWS_SECRET_ACCESS_KEY: box.secretAccessKey,
    AWS_DEFAULT_REGION: box.region,
    AWS_REGION: box.region,
    // Else a client that misses credentials waits for a machine that is not there.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...proxyExceptions(new URL(box.endpoint).hostname, environment),
  };
  const unset = [...misleading, ...Object.keys(environment).filter(isServiceEndpoint)];
  return { set, unset };
}

const misleading = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
];

/** An endpoint for one service would win over the one for all. */
const isServiceEndpoint = (name: string) => /^AWS_ENDPOINT_URL_\w+$/.test(name);

/** Where a proxy is set, clients would ask it for loopback too. */
function proxyExceptions(host: string, environment: Environment): Record<string, string> {
  const names = Object.keys(environment).filter((name) => /^https?_proxy$/i.test(name));
  if (names.length === 0) return {};
  const known = environment.NO_PROXY ?? environment.no_proxy ?? '';
  const hosts = new Set([...known.split(',').filter(Boolean), host]);
  const value = [...hosts].join(',');
  return { NO_PROXY: value, no_proxy: value };
}
