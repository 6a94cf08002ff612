import { defaults } from './config.ts';
import { breakGlassTag } from './gate.ts';
import { containedTag } from './steps/tagPrincipal.ts';

/**
 * A service control policy to attach before anything happens. IAM needs seconds to know a denial
 * everywhere, and whoever may write to IAM undoes it meanwhile, in a loop. The policy takes that
 * away: nobody but the responders can set or take away the marks the kill-switch goes by, bring a
 * principal to a path that it spares, or change a principal that has the mark of the contained;
 * and that principal can do nothing.
 *
 * It does not hold in the organization's management account. `responders` are ARNs of roles, the
 * kill-switch's own among them; `*` stands for any text.
 *
 * The mark acts after some seconds too. Users, roles and keys that are made until then are marked
 * when the event of their making comes, some seconds later again. With `makers`, nobody but these
 * and the responders can make any: who can afford it leaves nothing to be found.
 */
export function protectivePolicy(
  responders: readonly string[],
  makers?: readonly string[],
  breakGlassPaths: readonly string[] = defaults.breakGlassPaths,
): object {
  const others = { ArnNotLike: { 'aws:PrincipalArn': responders } };
  const isContained = (key: string) => ({ Null: { [key]: 'false' } });
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ContainedDoNothing',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { ...isContained(`aws:PrincipalTag/${containedTag}`), ...others },
      },
      {
        Sid: 'ContainedStayAsTheyAre',
        Effect: 'Deny',
        Action: changes,
        Resource: '*',
        Condition: { ...isContained(`aws:ResourceTag/${containedTag}`), ...others },
      },
      {
        Sid: 'MarksAreForResponders',
        Effect: 'Deny',
        Action: ['iam:TagRole', 'iam:TagUser', 'iam:UntagRole', 'iam:UntagUser'],
        Resource: '*',
        Condition: {
          'ForAnyValue:StringEquals': { 'aws:TagKeys': [containedTag, breakGlassTag] },
          ...others,
        },
      },
      {
        Sid: 'BreakGlassIsForResponders',
        Effect: 'Deny',
        Action: ['iam:CreateRole', 'iam:CreateUser', 'iam:UpdateUser'],
        Resource: breakGlassPaths.flatMap((path) => [
          `arn:*:iam::*:role${path}*`,
          `arn:*:iam::*:user${path}*`,
        ]),
        Condition: others,
      },
      ...(makers ? [onlyMakers([...responders, ...makers])] : []),
    ],
  };
}

const onlyMakers = (makers: readonly string[]) => ({
  Sid: 'PrincipalsAreForMakers',
  Effect: 'Deny',
  Action: [
    'iam:CreateAccessKey',
    'iam:CreateLoginProfile',
    'iam:CreateRole',
    'iam:CreateUser',
    'iam:UpdateAssumeRolePolicy',
    'iam:UpdateLoginProfile',
  ],
  Resource: '*',
  Condition: { ArnNotLike: { 'aws:PrincipalArn': makers } },
});

/** What would undo a containment, or make its principal anew. */
const changes = [
  'iam:AddUserToGroup',
  'iam:Attach*Policy',
  'iam:Create*',
  'iam:Delete*',
  'iam:Detach*Policy',
  'iam:PutRole*',
  'iam:PutUser*',
  'iam:Tag*',
  'iam:Untag*',
  'iam:Update*',
];
