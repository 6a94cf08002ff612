/** What a kill-switch may do, and where it tells of it. */
export interface Config {
  /** The bucket of snapshots and incidents. */
  readonly evidenceBucket: string;
  readonly topicArn?: string | undefined;
  readonly eventBus: string;
  /** What a read of a honeytoken leads to, and what a read of any other secret does. */
  readonly honeytokenMode: Mode;
  readonly mode: Mode;
  /** Secrets that are honeytokens besides those with the tag: names or ARNs, `*` for any text. */
  readonly honeytokens: readonly string[];
  /**
   * Secrets whose reads count besides those of honeytokens: names or ARNs. All by default, which
   * suits an account where no program reads secrets on its own; name the few where programs do.
   */
  readonly watch: readonly string[];
  /** ARNs of principals who may read honeytokens: scanners, backup, rotation. */
  readonly allow: readonly string[];
  /** ARNs of principals who are never contained: the responder, the deployer. */
  readonly protect: readonly string[];
  readonly breakGlassPaths: readonly string[];
  /** Deny a role altogether, or only the session that acted. */
  readonly scope: 'principal' | 'session';
  /** Credentials besides access keys that are turned off as well. */
  readonly harden: readonly Hardening[];
  readonly verifySeconds: number;
  readonly verifyEverySeconds: number;
  /** How many principals are contained by the kill-switch itself in one hour. */
  readonly principalsPerHour: number;
  /** For how long further reads of a principal belong to the incident there is. */
  readonly cooldownMinutes: number;
}

/** `notify`: tell. `approve`: tell, with the command that contains. `auto`: contain. */
export type Mode = (typeof modes)[number];
export const modes = ['notify', 'approve', 'auto'] as const;

/**
 * `mfa` is not among them: IAM cannot turn an MFA device off, only take it away, which would help
 * the thief of a password.
 */
export type Hardening = (typeof hardenings)[number];
export const hardenings = [
  'ssh-keys',
  'service-credentials',
  'signing-certificates',
  'login-profile',
] as const;

export const defaults: Omit<Config, 'evidenceBucket'> = {
  eventBus: 'default',
  honeytokenMode: 'auto',
  mode: 'approve',
  honeytokens: [],
  watch: ['*'],
  allow: [],
  protect: [],
  breakGlassPaths: ['/break-glass/'],
  scope: 'principal',
  harden: ['ssh-keys', 'service-credentials', 'signing-certificates'],
  verifySeconds: 60,
  verifyEverySeconds: 3,
  principalsPerHour: 10,
  cooldownMinutes: 15,
};

/** Reads a function's environment variables. Throws a ConfigError that names the wrong one. */
export function configOf(environment: Readonly<Record<string, string | undefined>>): Config {
  const text = (name: string) => environment[name]?.trim() || undefined;
  const list = (name: string, otherwise: readonly string[]) =>
    text(name)
      ?.split(',')
      .map((item) => item.trim())
      .filter(Boolean) ?? otherwise;
  const word = <Word extends string>(name: string, words: readonly Word[], otherwise: Word) =>
    wordOf(name, text(name) ?? otherwise, words);
  const number = (name: string, otherwise: number, range: Range) =>
    numberOf(name, text(name), otherwise, range);
  const evidenceBucket = text('EVIDENCE_BUCKET');
  if (evidenceBucket === undefined) {
    throw new ConfigError('EVIDENCE_BUCKET is missing: the bucket for snapshots and incidents.');
  }
  return {
    evidenceBucket,
    topicArn: text('TOPIC_ARN'),
    eventBus: text('EVENT_BUS') ?? defaults.eventBus,
    honeytokenMode: word('HONEYTOKEN_MODE', modes, defaults.honeytokenMode),
    mode: word('MODE', modes, defaults.mode),
    honeytokens: list('HONEYTOKENS', defaults.honeytokens),
    watch: list('WATCH', defaults.watch),
    allow: list('ALLOW', defaults.allow),
    protect: list('PROTECT', defaults.protect),
    breakGlassPaths: list('BREAK_GLASS_PATHS', defaults.breakGlassPaths),
    scope: word('SCOPE', ['principal', 'session'], defaults.scope),
    harden: list('HARDEN', defaults.harden)
      .filter((item) => item !== 'none')
      .map((item) => wordOf('HARDEN', item, hardenings)),
    verifySeconds: number('VERIFY_SECONDS', defaults.verifySeconds, { min: 0, max: 600 }),
    verifyEverySeconds: number('VERIFY_EVERY_SECONDS', defaults.verifyEverySeconds, {
      min: 1,
      max: 60,
    }),
    principalsPerHour: number('PRINCIPALS_PER_HOUR', defaults.principalsPerHour, {
      min: 1,
      max: 1000,
    }),
    cooldownMinutes: number('COOLDOWN_MINUTES', defaults.cooldownMinutes, { min: 0, max: 1440 }),
  };
}

export class ConfigError extends Error {}

function wordOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((each) => each === text);
  if (found === undefined) {
    throw new ConfigError(`${name} is '${text}', and may be: ${words.join(', ')}.`);
  }
  return found;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function numberOf(name: string, text: string | undefined, otherwise: number, range: Range) {
  if (text === undefined) return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  throw new ConfigError(
    `${name} is '${text}', and may be a whole number from ${range.min} to ${range.max}.`,
  );
}

/** Whether one of the patterns, in which `*` stands for any text, is this text. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matches(pattern, text));
}

function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop()!;
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const middle = text.slice(first.length, text.length - last.length);
  let from = 0;
  return rest.every((part) => {
    const at = middle.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}
