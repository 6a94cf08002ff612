import {
  type Atom,
  type Clause,
  type Requirement,
  requirementOf,
  type SigmaRule,
} from '@tocsin/engine/sigma';
import { mayHold, traceOf } from './rawText.ts';

/**
 * What to look for in the bytes of logs, so that every record that a rule matches is found: names
 * of calls, and for rules that name none a text that stands in few records.
 */
export interface Triggers {
  /** What rules need besides that may match a record whose `eventName`, in lower case, is this. */
  ofName(name: string): readonly Requirement[];
  /** Texts in lower case, with what the rules need that match no record without one of them. */
  readonly literals: ReadonlyMap<string, readonly Requirement[]>;
}

/** Undefined where some rule needs nothing that could be looked for. */
export function triggersOf(rules: readonly SigmaRule[]): Triggers | undefined {
  const named: { name: Clause; requirement: Requirement }[] = [];
  const literals = new Map<string, Requirement[]>();
  for (const requirement of rules.map(requirementOf)) {
    const { clauses } = requirement;
    // Without atoms a clause never holds, and the rule matches nothing.
    if (clauses.some(({ length }) => length === 0)) continue;
    const name = clauses.filter(isOfName).sort((a, b) => a.length - b.length)[0];
    if (name) named.push({ name, requirement });
    else {
      const texts = rarest(clauses);
      if (texts === undefined) return undefined;
      for (const text of texts) literals.set(text, [...(literals.get(text) ?? []), requirement]);
    }
  }
  return {
    literals,
    ofName: (name) =>
      named
        .filter((one) => mayHold(one.name, `"${name}"`))
        .map(({ requirement }) => besides(name, requirement)),
  };
}

/** What is left to ask for once the name is known, the least of it first. */
function besides(name: string, { clauses }: Requirement): Requirement {
  const text = `"${name}"`;
  const open = clauses
    .filter((clause) => !mayHold(clause.filter(isAtomOfName), text))
    .map((clause) => clause.filter((atom) => !isAtomOfName(atom)))
    .sort((a, b) => a.length - b.length);
  return { clauses: open };
}

/** Whether a record with these bytes, as Latin-1 in lower case, can have what is required. */
export const maySatisfy = ({ clauses }: Requirement, text: string): boolean =>
  clauses.every((clause) => mayHold(clause, text));

const isOfName = (clause: Clause): boolean => clause.every(isAtomOfName);

const isAtomOfName = ({ path }: Atom): boolean => path?.length === 1 && path[0] === 'eventName';

/** The texts of the clause that fewest records meet. */
const rarest = (clauses: readonly Clause[]): readonly string[] | undefined =>
  clauses
    .map(literalsOf)
    .filter((texts) => texts !== undefined)
    .sort((a, b) => commonness(a) - commonness(b))[0];

/** One text for each atom or value; undefined where one of them leaves no trace. */
function literalsOf(clause: Clause): readonly string[] | undefined {
  const texts = clause.flatMap((atom) =>
    atom.kind === 'contains'
      ? [atom.text]
      : atom.values.map((value) => traceOf(value).replaceAll('"', '')),
  );
  return texts.every(({ length }) => length >= literalMin) ? texts : undefined;
}

const literalMin = 3;

/** Texts are better the rarer, the fewer and the longer they are. */
function commonness(texts: readonly string[]): number {
  const common = texts.filter((text) => everyday.some((word) => word.includes(text)));
  return common.length * 1_000 + texts.length + 10 / Math.min(...texts.map((text) => text.length));
}

/** In most records of CloudTrail. */
const everyday = [
  'assumedrole',
  'awsapicall',
  'awsservice',
  'iamuser',
  'management',
  's3.amazonaws.com',
  'ec2.amazonaws.com',
  'sts.amazonaws.com',
  'kms.amazonaws.com',
  'logs.amazonaws.com',
];
