import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../kernel/context.ts';
import { AwsError } from '../../kernel/error.ts';
import {
  type LoginProfile,
  loginProfiles,
  type PasswordPolicy,
  passwordPolicies,
  type User,
} from './state.ts';

export function loginProfileOf(user: User, context: Context): LoginProfile {
  const profile = context.globalTable(loginProfiles).get(user.id);
  if (profile) return profile;
  const message = `Login Profile for User ${user.name} cannot be found.`;
  throw new AwsError('NoSuchEntityException', message);
}

/** The hashes of a user with a new password: those that may not come again are kept. */
export function newHashes(
  password: string,
  { user, former }: { readonly user: User; readonly former: readonly string[] },
  context: Context,
): readonly string[] {
  const policy = context.globalTable(passwordPolicies).get('own');
  const remembered = former.slice(0, policy?.PasswordReusePrevention ?? 0);
  const fits = policy ? keeps(policy, password) : keepsDefault(password, user);
  if (!fits || remembered.some((hash) => isPassword(password, hash))) {
    throw new AwsError(
      'PasswordPolicyViolationException',
      'Password does not conform to the account password policy.',
    );
  }
  return [hashOf(password), ...former].slice(0, rememberedMax);
}

export function isPassword(password: string, hash: string): boolean {
  const [salt = '', digest = ''] = hash.split(':');
  return timingSafeEqual(derive(password, Buffer.from(salt, 'hex')), Buffer.from(digest, 'hex'));
}

function hashOf(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${derive(password, salt).toString('hex')}`;
}

/** About ten milliseconds; nobody signs in here with a password, so few are ever made. */
function derive(password: string, salt: Buffer): Buffer {
  return scryptSync(password, salt, 32, { N: 4096, r: 8, p: 1 });
}

/** The most that a password policy can ask to remember. */
const rememberedMax = 24;

function keeps(policy: PasswordPolicy, password: string): boolean {
  return (
    password.length >= policy.MinimumPasswordLength &&
    (!policy.RequireSymbols || symbol.test(password)) &&
    (!policy.RequireNumbers || /\d/.test(password)) &&
    (!policy.RequireUppercaseCharacters || /[A-Z]/.test(password)) &&
    (!policy.RequireLowercaseCharacters || /[a-z]/.test(password))
  );
}

/** Source: "Set an account password policy for IAM users" in the IAM User Guide. */
function keepsDefault(password: string, { name }: User): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, symbol].filter((kind) => kind.test(password));
  return password.length >= 8 && kinds.length >= 3 && password !== name;
}

const symbol = /[!@#$%^&*()_+\-=[\]{}|']/;
