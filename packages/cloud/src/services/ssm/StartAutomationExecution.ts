import type {
  StartAutomationExecutionRequest,
  StartAutomationExecutionResult,
} from '@aws-sdk/client-ssm';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { callerAsActor, roleSession, serviceName, unassumable } from './automation/actor.ts';
import { advance } from './automation/advance.ts';
import { forgetOld, requireRoom } from './automation/history.ts';
import { fill } from './automation/reference.ts';
import { saveExecution } from './automation/save.ts';
import { type Actor, type Execution, executions, plans } from './automation/state.ts';
import { invalid, readParameterValues } from './document/parameterValue.ts';
import type { Runbook } from './document/runbook.ts';
import { documents, findVersion, nameOf, runbookIn } from './document/state.ts';
import { mergeTags, requestTagKeys } from './tags.ts';

/** Starts an automation in one account and Region, its steps one after the other. */
export const StartAutomationExecution = operation<
  StartAutomationExecutionRequest,
  StartAutomationExecutionResult
>({
  accepts: ['DocumentName', 'DocumentVersion', 'Parameters', 'ClientToken', 'Mode', 'Tags'],
  resource: ({ DocumentName, DocumentVersion = '$DEFAULT' }, context) =>
    context.arn('ssm', `automation-definition/${nameOf(DocumentName)}:${DocumentVersion}`),
  conditionKeys: ({ Tags }) => requestTagKeys(Tags),
  passedRoles,
  run: (input, context) => {
    const { DocumentName, DocumentVersion, ClientToken, Parameters = {}, Mode = 'Auto' } = input;
    if (Mode !== 'Auto') throw notImplemented(`StartAutomationExecution: Mode ${Mode}`);
    const request = JSON.stringify([DocumentName, DocumentVersion, Parameters, input.Tags]);
    const earlier = ClientToken === undefined ? undefined : started(ClientToken, request, context);
    if (earlier) return { AutomationExecutionId: earlier.id };
    const { name, version, runbook } = definitionOf(input, context);
    const parameters = readParameterValues(runbook, Parameters);
    forgetOld(context);
    requireRoom(context);
    const id = context.ids.uuid();
    const execution: Execution = {
      id,
      documentName: name,
      documentVersion: version,
      startMs: context.nowMs,
      status: 'InProgress',
      parameters,
      executedBy: String(context.caller.identity.userIdentity.arn),
      actor: actorFor(id, runbook, parameters, context),
      request,
      tags: mergeTags([], input.Tags),
      nextStep: runbook.steps[0]!.name,
      ...(ClientToken === undefined ? undefined : { clientToken: ClientToken }),
    };
    context.table(plans).put({ executionId: execution.id, runbook });
    saveExecution(execution, context);
    context.schedule(advance, { id: execution.id }, { key: execution.id });
    return { AutomationExecutionId: execution.id };
  },
});

function started(token: string, request: string, context: Context): Execution | undefined {
  const [earlier] = context.table(executions).find('clientToken', token);
  if (earlier === undefined || earlier.request === request) return earlier;
  throw new AwsError(
    'IdempotentParameterMismatch',
    'Error returned when an idempotent operation is retried and the parameters do not match the original call to the API with the same idempotency token.',
  );
}

function definitionOf(input: StartAutomationExecutionRequest, context: Context) {
  const name = nameOf(input.DocumentName);
  const document = context.table(documents).get(name);
  if (!document) {
    throw new AwsError(
      'AutomationDefinitionNotFoundException',
      `Automation Definition with Name ${name} does not exist.`,
    );
  }
  const version = findVersion(document, input.DocumentVersion);
  if (version) return { name, version: version.version, runbook: runbookIn(version) };
  throw new AwsError(
    'AutomationDefinitionVersionNotFoundException',
    `Automation Definition with Name ${name} and Version ${input.DocumentVersion} does not exist.`,
  );
}

/** Before anything of the request was checked: nobody may learn more than what he may pass. */
function passedRoles(input: StartAutomationExecutionRequest, context: Context) {
  const { DocumentName, DocumentVersion, Parameters = {} } = input;
  const document = context.table(documents).get(nameOf(DocumentName));
  const version = document && findVersion(document, DocumentVersion);
  if (!version) return [];
  const runbook = runbookIn(version);
  const roleArn = assumedRole(runbook, (name) => Parameters[name]?.[0] ?? defaultOf(runbook, name));
  return roleArn === '' ? [] : [{ roleArn, service: serviceName }];
}

const defaultOf = ({ parameters }: Runbook, name: string) => parameters[name]?.default;

/** The role of an execution; empty where there is none. */
function assumedRole({ assumeRole = '' }: Runbook, lookUp: (name: string) => unknown): string {
  return String(fill(assumeRole, (name) => lookUp(name) ?? ''));
}

/** An empty role means that there is none: then the steps run as the caller. */
function actorFor(
  id: string,
  runbook: Runbook,
  parameters: Readonly<Record<string, unknown>>,
  context: Context,
): Actor {
  const roleArn = assumedRole(runbook, (name) => parameters[name]);
  if (roleArn !== '') {
    if (!roleSession(roleArn, id, context)) throw invalid(unassumable);
    return { roleArn };
  }
  const actor = callerAsActor(context);
  if (actor) return actor;
  throw invalid('The automation needs an assume role: its caller has no credentials of its own.');
}
