/** How well a containment held. */
export type Grade = 'contained' | 'racy' | 'not contained';

export const gradeTexts: Readonly<Record<Grade, string>> = {
  contained: 'contained',
  racy: 'contained, but it could have undone it',
  'not contained': 'not contained',
};

export interface Findings {
  /** Steps that were not as set at the end, or could not be taken. */
  readonly missing: readonly string[];
  /** Steps that had to be taken again within the window. */
  readonly reapplied: readonly string[];
  /** What the principal could have undone it with: IAM actions it was allowed. */
  readonly undoPowers: readonly string[];
  readonly children: readonly { readonly contained: boolean }[];
  readonly wholePrincipal: boolean;
}

export function grade(findings: Findings): Grade {
  const { missing, reapplied, undoPowers, children, wholePrincipal } = findings;
  if (!wholePrincipal || missing.length > 0) return 'not contained';
  if (children.some(({ contained }) => !contained)) return 'not contained';
  const isRacy = reapplied.length > 0 || undoPowers.length > 0 || children.length > 0;
  return isRacy ? 'racy' : 'contained';
}
