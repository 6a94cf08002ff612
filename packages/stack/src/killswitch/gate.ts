import { type Config, type Mode, matchesAny } from './config.ts';
import type { Principal } from './principal.ts';

/** All that the decision rests on. */
export interface Facts {
  readonly principal: Principal;
  /** Whether a person asked for it, who was not to be asked again. */
  readonly byPerson: boolean;
  readonly touchesHoneytoken: boolean;
  /** The principal's tags; undefined where they could not be read. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly exists: boolean;
  /** The ARN of whoever runs the kill-switch. */
  readonly ownArn: string | undefined;
  /** How many other principals were contained in the last hour without a person's word. */
  readonly othersThisHour: number;
}

/**
 * `contain`: at once. `secret`: at once, but only the secret's own policy can name the principal.
 * `ask`: a person decides. `page`: a person must act, the kill-switch may not.
 */
export interface Decision {
  readonly verdict: 'contain' | 'secret' | 'ask' | 'page';
  readonly because: string;
}

/** Why a principal is left in peace without a word, or undefined. Needs no facts from AWS. */
export function ignoredBecause({ arn, session }: Principal, { allow }: Config) {
  const isAllowed = matchesAny(allow, arn) || (session && matchesAny(allow, session.arn));
  return isAllowed ? 'The principal is on the allow-list.' : undefined;
}

/** Decides. Pure: the same facts, the same decision. The first reason that applies counts. */
export function decide(facts: Facts, config: Config): Decision {
  const { principal, byPerson } = facts;
  const forbidden = forbiddenBecause(facts, config);
  if (forbidden !== undefined) return { verdict: 'page', because: forbidden };
  const reach = principal.reach === 'full' ? 'contain' : 'secret';
  if (byPerson) return { verdict: reach, because: 'A person asked for it.' };
  const mode = facts.touchesHoneytoken ? config.honeytokenMode : config.mode;
  const what = facts.touchesHoneytoken ? 'A honeytoken was read' : 'A secret was read';
  if (mode !== 'auto') return { verdict: verdictOf[mode], because: `${what}; mode ${mode}.` };
  if (facts.tags === undefined && reach === 'contain') {
    return { verdict: 'ask', because: 'Its tags could not be read: it may be a break-glass.' };
  }
  if (facts.othersThisHour >= config.principalsPerHour) {
    const limit = `${config.principalsPerHour} principals in an hour`;
    return { verdict: 'ask', because: `The limit of ${limit} is reached.` };
  }
  return { verdict: reach, because: `${what}; mode auto.` };
}

const verdictOf: Readonly<Record<Exclude<Mode, 'auto'>, Decision['verdict']>> = {
  notify: 'page',
  approve: 'ask',
};

/** Why nobody may contain this principal, not even a person by this tool. */
export function forbiddenBecause(facts: Omit<Facts, 'byPerson'>, config: Config) {
  const { principal, tags, ownArn } = facts;
  if (principal.reach === 'none') return principal.limit;
  if (ownArn !== undefined && isSame(ownArn, principal)) {
    return 'It is the kill-switch itself, or whoever runs it.';
  }
  if (matchesAny(config.protect, principal.arn)) return 'It is protected by the configuration.';
  if (tags && breakGlassTag in tags) return `It has the tag ${breakGlassTag}.`;
  const path = config.breakGlassPaths.find((each) => principal.path.startsWith(each));
  if (path !== undefined) return `Its path is ${path}, which is for break-glass.`;
  if (!facts.exists && principal.reach === 'full') return 'It does not exist any more.';
  return undefined;
}

export const breakGlassTag = 'tocsin:break-glass';
export const honeytokenTag = 'tocsin:honeytoken';

/** STS names a role's session without the role's path. */
function isSame(arn: string, { kind, arn: principalArn, name, accountId }: Principal): boolean {
  if (arn === principalArn) return true;
  const [, account, role] = /^arn:aws[\w-]*:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return kind === 'role' && account === accountId && role === name;
}
