import type { GetCredentialReportResponse } from '@aws-sdk/client-iam';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { wholeSecond } from './shapes.ts';
import { credentialReports } from './state.ts';

/** Gives the newest credential report, for four hours. */
export const GetCredentialReport = operation<object, GetCredentialReportResponse>({
  accepts: [],
  resource: () => '*',
  run: (_input, context) => {
    const report = context.globalTable(credentialReports).get('own');
    if (!report) {
      throw new AwsError('CredentialReportNotPresentException', 'No report exists.');
    }
    const { content, generatedMs, readyMs } = report;
    if (context.nowMs < readyMs) {
      throw new AwsError('CredentialReportNotReadyException', 'Report generation is in progress.');
    }
    if (context.nowMs >= generatedMs + reportValidMs) {
      throw new AwsError('CredentialReportExpiredException', 'The report has expired.');
    }
    return {
      Content: Buffer.from(content),
      ReportFormat: 'text/csv',
      GeneratedTime: wholeSecond(generatedMs),
    };
  },
});

export const reportValidMs = 4 * 3_600_000;
