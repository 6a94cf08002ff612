/** `Nov 30, 2024, 8:43:17 PM`: how CloudTrail writes times inside parameters and answers. */
export function recordTime(time: Date): string {
  return timeFormat.format(time).replace('\u202f', ' ');
}

const timeFormat = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});
