import { type Cron, parseCron } from '../../kernel/cron.ts';

/**
 * The cron expressions of Secrets Manager: `0 <hours> <day of month> <month> <day of week> *`.
 * Rotations begin at full hours, so minutes are 0 and the year is always `*`; nothing is said of
 * the nearest weekday. Source: "Schedule expressions in Secrets Manager rotation".
 */
export function parseRotationCron(text: string): Cron | undefined {
  const [minute, , dayOfMonth = '', , dayOfWeek, year] = text.trim().split(/\s+/);
  const isOurs = minute === '0' && year === '*' && !dayOfMonth.endsWith('W') && dayOfWeek !== 'L';
  return isOurs ? parseCron(text) : undefined;
}
