import type { OptionTable } from '../command.ts';
import { list, value } from '../options.ts';

/** The names stand here as well, so that a command's help needs no rules. */
export const packNames = ['essential', 'secrets', 'cis', 'tamper', 'all'] as const;
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** Which rules, and with which settings: the same for every command that works with rules. */
export const whichRules = {
  rules: list({
    placeholder: 'DIR',
    help: 'Load the Sigma rules of this folder (or file) as well; as often as needed.',
    read: (text) => text || undefined,
    wants: 'a folder or a file',
  }),
  pack: list({
    placeholder: 'NAME',
    help: `Only rules of this pack: ${packNames.join(', ')}; as often as needed.`,
    read: (text) => packNames.find((pack) => pack === text),
    wants: `a pack (${packNames.join(', ')})`,
  }),
  minLevel: value({
    placeholder: 'LEVEL',
    help: `Only rules of this level or above: ${levels.join(', ')}.`,
    read: (text) => levels.find((level) => level === text),
    wants: `a level (${levels.join(', ')})`,
  }),
  config: value({
    placeholder: 'FILE',
    help: `The settings of detections. (./tocsin.yml, where there is one)`,
    read: (text) => text || undefined,
    wants: 'a file',
  }),
} satisfies OptionTable;

export interface WhichRules {
  readonly rules: readonly string[];
  readonly pack: readonly string[];
  readonly minLevel: (typeof levels)[number] | undefined;
  readonly config: string | undefined;
}
