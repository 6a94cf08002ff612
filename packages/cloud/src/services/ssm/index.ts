import type { Service } from '../../kernel/service.ts';
import { AddTagsToResource } from './AddTagsToResource.ts';
import { advance, script } from './automation/advance.ts';
import { CreateDocument } from './CreateDocument.ts';
import { DeleteDocument } from './DeleteDocument.ts';
import { DeleteParameter } from './DeleteParameter.ts';
import { DeleteParameters } from './DeleteParameters.ts';
import { DescribeAutomationExecutions } from './DescribeAutomationExecutions.ts';
import { DescribeAutomationStepExecutions } from './DescribeAutomationStepExecutions.ts';
import { DescribeDocument } from './DescribeDocument.ts';
import { DescribeParameters } from './DescribeParameters.ts';
import { GetAutomationExecution } from './GetAutomationExecution.ts';
import { GetDocument } from './GetDocument.ts';
import { GetParameter } from './GetParameter.ts';
import { GetParameterHistory } from './GetParameterHistory.ts';
import { GetParameters } from './GetParameters.ts';
import { GetParametersByPath } from './GetParametersByPath.ts';
import { LabelParameterVersion } from './LabelParameterVersion.ts';
import { ListDocuments } from './ListDocuments.ts';
import { ListDocumentVersions } from './ListDocumentVersions.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { PutParameter } from './PutParameter.ts';
import { RemoveTagsFromResource } from './RemoveTagsFromResource.ts';
import { SendAutomationSignal } from './SendAutomationSignal.ts';
import { StartAutomationExecution } from './StartAutomationExecution.ts';
import { StopAutomationExecution } from './StopAutomationExecution.ts';
import { UnlabelParameterVersion } from './UnlabelParameterVersion.ts';
import { UpdateDocument } from './UpdateDocument.ts';
import { UpdateDocumentDefaultVersion } from './UpdateDocumentDefaultVersion.ts';

export const ssm: Service = {
  name: 'ssm',
  sdk: '@aws-sdk/client-ssm',
  eventSource: 'ssm.amazonaws.com',
  operations: {
    AddTagsToResource,
    CreateDocument,
    DeleteDocument,
    DeleteParameter,
    DeleteParameters,
    DescribeAutomationExecutions,
    DescribeAutomationStepExecutions,
    DescribeDocument,
    DescribeParameters,
    GetAutomationExecution,
    GetDocument,
    GetParameter,
    GetParameterHistory,
    GetParameters,
    GetParametersByPath,
    LabelParameterVersion,
    ListDocumentVersions,
    ListDocuments,
    ListTagsForResource,
    PutParameter,
    RemoveTagsFromResource,
    SendAutomationSignal,
    StartAutomationExecution,
    StopAutomationExecution,
    UnlabelParameterVersion,
    UpdateDocument,
    UpdateDocumentDefaultVersion,
  },
  jobs: [advance, script],
};
