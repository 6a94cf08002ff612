let lastSecond = -1;
let lastText = '';

/** `2026-09-13T17:50:37Z`. Most calls fall into the second of the one before. */
export function isoSeconds(timeMs: number): string {
  const second = Math.floor(timeMs / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  }
  return lastText;
}
