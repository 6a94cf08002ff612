import { type Policy, type PolicyKind, parsePolicy } from '@tocsin/engine/policy';
import type { IdentityPolicies } from '../../kernel/identities.ts';
import type { RowsInEffect } from '../../kernel/propagation.ts';
import { awsManagedPolicy } from './awsManagedPolicies.ts';
import type { Group, Holder, ManagedPolicy, Role, User } from './state.ts';

/** Where an identity's policies come from, by unique id. */
export type PolicySource = ({ readonly userId: string } | { readonly roleId: string }) & {
  /** Session policies as JSON text; none, where there must be some, allow nothing. */
  readonly session?: readonly string[];
};

export interface PolicyTables {
  readonly users: RowsInEffect<User>;
  readonly groups: RowsInEffect<Group>;
  readonly roles: RowsInEffect<Role>;
  readonly policies: RowsInEffect<ManagedPolicy>;
}

/** Gathers the policies that speak about an identity. Each text is parsed once. */
export class PolicyReader {
  readonly #tables: PolicyTables;
  readonly #parsed = new Map<string, Policy>();

  constructor(tables: PolicyTables) {
    this.#tables = tables;
  }

  /** Grows when any policy may have changed. */
  get version(): number {
    const { users, groups, roles, policies } = this.#tables;
    return users.version + groups.version + roles.version + policies.version;
  }

  of(source: PolicySource): IdentityPolicies {
    const { users, groups, roles } = this.#tables;
    const holder = 'userId' in source ? users.get(source.userId) : roles.get(source.roleId);
    if (!holder) return { identity: [] };
    const identity = this.#heldBy(holder);
    for (const groupId of 'groups' in holder ? holder.groups : []) {
      const group = groups.get(groupId);
      if (group) identity.push(...this.#heldBy(group));
    }
    const boundary = holder.boundary && this.#managed(holder.boundary);
    return {
      identity,
      ...(source.session ? { session: this.#sessionPolicies(source.session) } : undefined),
      ...(boundary ? { boundary } : undefined),
    };
  }

  /** The default version of a managed policy, as JSON text. */
  document(arn: string): string | undefined {
    const policy = this.#tables.policies.get(arn) ?? awsManagedPolicy(arn);
    return policy?.versions.find(({ versionId }) => versionId === policy.defaultVersionId)
      ?.document;
  }

  /** Of a text that was checked when it was put. */
  parse(text: string, kind: PolicyKind): Policy {
    const known = this.#parsed.get(kind + text);
    if (known) return known;
    if (this.#parsed.size >= parsedPoliciesLimit) this.#parsed.clear();
    const policy = parsePolicy(text, kind);
    this.#parsed.set(kind + text, policy);
    return policy;
  }

  #sessionPolicies(texts: readonly string[]): readonly Policy[] {
    return texts.length > 0 ? texts.map((text) => this.parse(text, 'session')) : [allowsNothing];
  }

  #heldBy({ inline, attached }: Holder): Policy[] {
    const policies = Object.values(inline).map((text) => this.parse(text, 'identity'));
    for (const arn of attached) {
      const policy = this.#managed(arn);
      if (policy) policies.push(policy);
    }
    return policies;
  }

  #managed(arn: string): Policy | undefined {
    const text = this.document(arn);
    return text === undefined ? undefined : this.parse(text, 'identity');
  }
}

const parsedPoliciesLimit = 10_000;

/** Of a federated user whose session was given no policy. */
const allowsNothing: Policy = {
  kind: 'session',
  version: '2012-10-17',
  statements: [],
  byService: new Map(),
  anyService: [],
  principals: [],
};
