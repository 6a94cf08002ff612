import { type Detection, levels } from '@tocsin/detect';
import type { Terminal } from '../terminal.ts';
import { colour } from './colour.ts';

/** What can be told of a rule in a line. */
const rowOf = ({ name, sigma, source, missing }: Detection) => ({
  name,
  level: sigma.level ?? 'medium',
  title: sigma.title,
  packs: source.extension.packs,
  techniques: techniquesOf(sigma.tags),
  kind: sigma.kind,
  containment: source.extension.containment,
  needs: missing,
  id: sigma.id,
  file: source.file,
});

export function listRules(
  detections: readonly Detection[],
  asJson: boolean,
  { print, paint, columns }: Terminal,
) {
  const rows = detections
    .filter(({ isStep }) => !isStep)
    .map(rowOf)
    .sort((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level) || order(a.name, b.name));
  if (asJson) return print(JSON.stringify(rows, null, 2));
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  for (const { name, level, title, techniques, needs } of rows) {
    const note = needs.length > 0 ? `  (off: needs ${needs.join(', ')})` : '';
    const text = `${title}${note}`.slice(0, Math.max(20, columns - width - 32));
    const tags = paint.dim(techniques.join(' '));
    print(`${colour(level, paint)(level.padEnd(13))} ${name.padEnd(width)}  ${text}  ${tags}`);
  }
  print(paint.dim(`${rows.length} rules. More of one: tocsin rules show NAME`));
}

/** Techniques of MITRE ATT&CK: `attack.t1555.006` is T1555.006. */
export const techniquesOf = (tags: readonly string[]): string[] =>
  tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/.exec(tag)?.[1]?.toUpperCase() ?? []);

const order = (a: string, b: string) => (a < b ? -1 : 1);
