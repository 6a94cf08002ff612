import type {
  AutomationExecution,
  SSM,
  StartAutomationExecutionRequest,
} from '@aws-sdk/client-ssm';
import type { TestCloud } from '@tocsin/testkit';

export function createRunbook(ssm: SSM, Name: string, Content: string) {
  return ssm.createDocument({
    Name,
    Content,
    DocumentType: 'Automation',
    DocumentFormat: Content.trimStart().startsWith('{') ? 'JSON' : 'YAML',
  });
}

/** Starts an automation, and gives it as it is when nothing moves any more. */
export async function finished(
  cloud: TestCloud,
  request: StartAutomationExecutionRequest,
): Promise<AutomationExecution> {
  const { AutomationExecutionId } = await cloud.ssm.startAutomationExecution(request);
  await cloud.settled();
  return get(cloud, AutomationExecutionId!);
}

export async function get(cloud: TestCloud, AutomationExecutionId: string) {
  const { AutomationExecution } = await cloud.ssm.getAutomationExecution({ AutomationExecutionId });
  return AutomationExecution!;
}

export function outcomes({ StepExecutions = [] }: AutomationExecution): string[] {
  return StepExecutions.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`);
}
