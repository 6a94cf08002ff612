/**
 * Which `Host` headers are answered. A web page on another site can make a browser send requests
 * to loopback under its own host name (DNS rebinding); those are refused before anything is read.
 */
export function hostAllowed(host: string | undefined, extraHosts: readonly string[]): boolean {
  if (host === undefined) return false;
  const name = hostName(host);
  if (loopbackNames.has(name) || name.endsWith('.localhost')) return true;
  return extraHosts.includes(name);
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

function hostName(host: string): string {
  const lower = host.toLowerCase();
  if (lower.startsWith('[')) return lower.slice(0, lower.indexOf(']') + 1);
  const colon = lower.lastIndexOf(':');
  return colon < 0 ? lower : lower.slice(0, colon);
}
