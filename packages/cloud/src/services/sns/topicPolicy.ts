import { type Policy, PolicyError, parsePolicy } from '@tocsin/engine/policy';
import type { Context } from '../../kernel/context.ts';
import { invalid } from './state.ts';

/** The policy of a topic that was given none: for the account that owns it, and its services. */
export function defaultPolicy(topicArn: string, accountId: string): string {
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: defaultActions.map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
}

/**
 * The policy as the topic keeps it.
 * @throws AwsError for text that is no policy, one that names users or roles which are not there,
 *   or one about actions that a topic has not
 */
export function checkPolicy(text: string, { identities }: Context): string {
  const { principals } = parsed(text);
  if (principals.some(({ type, value }) => type === 'AWS' && !identities.mayExist(value))) {
    throw invalid('Policy Error: PrincipalNotFound');
  }
  const document = JSON.parse(text) as PolicyDocument;
  for (const { Action, NotAction } of statementsOf(document)) {
    for (const action of [Action ?? NotAction ?? []].flat()) checkAction(action);
  }
  return JSON.stringify(document);
}

function parsed(text: string): Policy {
  try {
    return parsePolicy(text, 'resource');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw invalid(`Policy Error: ${error.message}`);
  }
}

/** @param action with its `sns:` prefix, in any case */
export function checkAction(action: string) {
  if (topicActions.has(action.toLowerCase())) return;
  throw invalid('Policy statement action out of service scope!');
}

export function withStatement(policy: string, statement: Statement): string {
  const document = JSON.parse(policy) as PolicyDocument;
  const statements = statementsOf(document);
  if (statements.some(({ Sid }) => Sid === statement.Sid)) {
    throw invalid('Statement already exists');
  }
  return JSON.stringify({ ...document, Statement: [...statements, statement] });
}

export function withoutStatement(policy: string, sid: string): string {
  const document = JSON.parse(policy) as PolicyDocument;
  const Statement = statementsOf(document).filter(({ Sid }) => Sid !== sid);
  return JSON.stringify({ ...document, Statement });
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

interface PolicyDocument {
  readonly Statement: Statement | readonly Statement[];
}

function statementsOf({ Statement }: PolicyDocument): readonly Statement[] {
  return [Statement].flat() as Statement[];
}

const defaultActions = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];

/** `Receive` is no action any more, but policies from before 2020 name it and are still taken. */
const topicActions = new Set(
  [
    ...defaultActions,
    'GetDataProtectionPolicy',
    'ListTagsForResource',
    'PutDataProtectionPolicy',
    'Receive',
  ].map((action) => `sns:${action.toLowerCase()}`),
);
