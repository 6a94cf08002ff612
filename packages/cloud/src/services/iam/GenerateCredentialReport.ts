import type { GenerateCredentialReportResponse } from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operation.ts';
import { credentialReport } from './credentialReport.ts';
import { reportValidMs } from './GetCredentialReport.ts';
import { credentialReports } from './state.ts';

/** Has the credential report written, unless there is one of the last four hours. */
export const GenerateCredentialReport = operation<object, GenerateCredentialReportResponse>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => {
    const reports = context.globalTable(credentialReports);
    const report = reports.get('own');
    const { nowMs } = context;
    if (report && nowMs < report.generatedMs + reportValidMs) {
      return { State: nowMs < report.readyMs ? 'INPROGRESS' : 'COMPLETE' };
    }
    const takesMs = context.settings.pace === 'aws' ? writingMs : 0;
    reports.put({
      content: credentialReport(context),
      generatedMs: nowMs,
      readyMs: nowMs + takesMs,
    });
    return {
      State: 'STARTED',
      Description: report
        ? 'The existing report is older than four hours. Starting a new report generation task'
        : 'No report exists. Starting a new report generation task',
    };
  },
});

/** A guess: AWS tells no time, and small accounts wait a few seconds. */
const writingMs = 3000;
