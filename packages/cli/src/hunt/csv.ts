import type { Finding } from '@tocsin/detect';

const columns = [
  'time',
  'level',
  'detection',
  'title',
  'principal',
  'sourceIPAddress',
  'eventSource',
  'eventName',
  'errorCode',
  'awsRegion',
  'accountId',
  'userAgent',
  'eventID',
] as const;

export const csvHead = `${columns.join(',')}\r\n`;

/** A finding as a line of CSV (RFC 4180). */
export const csvLine = (finding: Finding): string =>
  `${columns.map((column) => cell(finding[column] ?? '')).join(',')}\r\n`;

/**
 * A spreadsheet executes what begins like a formula, and whoever made the call chose the user
 * agent: an apostrophe before it makes it a text.
 */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
