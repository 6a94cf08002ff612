import type { Service } from '../../kernel/service.ts';
import { advance, script } from './automation/advance.ts';
import { CreateDocument } from './CreateDocument.ts';
import { DeleteDocument } from './DeleteDocument.ts';
import { DescribeAutomationExecutions } from './DescribeAutomationExecutions.ts';
import { DescribeAutomationStepExecutions } from './DescribeAutomationStepExecutions.ts';
import { DescribeDocument } from './DescribeDocument.ts';
import { GetAutomationExecution } from './GetAutomationExecution.ts';
import { GetDocument } from './GetDocument.ts';
import { ListDocuments } from './ListDocuments.ts';
import { ListDocumentVersions } from './ListDocumentVersions.ts';
import { SendAutomationSignal } from './SendAutomationSignal.ts';
import { StartAutomationExecution } from './StartAutomationExecution.ts';
import { StopAutomationExecution } from './StopAutomationExecution.ts';
import { UpdateDocument } from './UpdateDocument.ts';
import { UpdateDocumentDefaultVersion } from './UpdateDocumentDefaultVersion.ts';

export const ssm: Service = {
  name: 'ssm',
  sdk: '@aws-sdk/client-ssm',
  eventSource: 'ssm.amazonaws.com',
  operations: {
    CreateDocument,
    DeleteDocument,
    DescribeAutomationExecutions,
    DescribeAutomationStepExecutions,
    DescribeDocument,
    GetAutomationExecution,
    GetDocument,
    ListDocumentVersions,
    ListDocuments,
    SendAutomationSignal,
    StartAutomationExecution,
    StopAutomationExecution,
    UpdateDocument,
    UpdateDocumentDefaultVersion,
  },
  jobs: [advance, script],
};
