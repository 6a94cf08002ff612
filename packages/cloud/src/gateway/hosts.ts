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

/**
 * The path with its bucket in front, where the client wrote the bucket into the host name:
 * `bucket.localhost`, `bucket.s3.localhost`. By an address, S3's clients write it into the path.
 */
export function bucketInPath(host: string | undefined, path: string): string {
  const bucket = /^(.+?)(?:\.s3(?:[.-][a-z0-9-]+)?)?\.localhost$/.exec(hostName(host ?? ''))?.[1];
  if (bucket === undefined || /^s3(?:[.-]|$)/.test(bucket)) return path;
  return `/${bucket}${path}`;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

function hostName(host: string): string {
  const lower = host.toLowerCase();
  if (lower.startsWith('[')) return lower.slice(0, lower.indexOf(']') + 1);
  const colon = lower.lastIndexOf(':');
  return colon < 0 ? lower : lower.slice(0, colon);
}
