import { breakGlassTag } from './gate.ts';
import { containedTag } from './steps/tagPrincipal.ts';

/**
 * A service control policy to attach before anything happens. IAM needs seconds to know a denial
 * everywhere, and whoever may write to IAM undoes it meanwhile, in a loop. The policy takes that
 * away: nobody but the responders can set or take away the marks the kill-switch goes by, or
 * change a principal that has the mark of the contained; and that principal can do nothing.
 *
 * It does not hold in the organization's management account. `responders` are ARNs of roles, the
 * kill-switch's own among them; `*` stands for any text.
 */
export function protectivePolicy(responders: readonly string[]): object {
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
    ],
  };
}

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
