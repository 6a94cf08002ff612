import type { Paint } from '../terminal.ts';

/** How grave a level is, as a colour. */
export function colour(level: string, paint: Paint): (text: string) => string {
  if (level === 'critical' || level === 'high') return paint.bad;
  return level === 'medium' ? paint.accent : paint.dim;
}
