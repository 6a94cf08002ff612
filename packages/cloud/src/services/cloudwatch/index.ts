import type { Service } from '../../kernel/service.ts';
import { runAction } from './actions.ts';
import { DeleteAlarms } from './DeleteAlarms.ts';
import { DescribeAlarmHistory } from './DescribeAlarmHistory.ts';
import { DescribeAlarms } from './DescribeAlarms.ts';
import { DescribeAlarmsForMetric } from './DescribeAlarmsForMetric.ts';
import { DisableAlarmActions } from './DisableAlarmActions.ts';
import { EnableAlarmActions } from './EnableAlarmActions.ts';
import { evaluation, watchAllAlarms } from './evaluation.ts';
import { GetMetricData } from './GetMetricData.ts';
import { GetMetricStatistics } from './GetMetricStatistics.ts';
import { ListMetrics } from './ListMetrics.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { PutMetricAlarm } from './PutMetricAlarm.ts';
import { PutMetricData } from './PutMetricData.ts';
import { pruning, schedulePruning } from './retention.ts';
import { SetAlarmState } from './SetAlarmState.ts';
import { TagResource } from './TagResource.ts';
import { UntagResource } from './UntagResource.ts';

/**
 * Metrics and metric alarms. The road of a datapoint: PutMetricData stores it and wakes the alarms
 * of its metric (`evaluation`); an alarm that changes its state writes its history and asks for its
 * actions (`actions`), which publish to SNS.
 */
export const cloudwatch: Service = {
  name: 'cloudwatch',
  signingName: 'monitoring',
  sdk: '@aws-sdk/client-cloudwatch',
  eventSource: 'monitoring.amazonaws.com',
  apiVersion: '2010-08-01',
  operations: {
    DeleteAlarms,
    DescribeAlarmHistory,
    DescribeAlarms,
    DescribeAlarmsForMetric,
    DisableAlarmActions,
    EnableAlarmActions,
    GetMetricData,
    GetMetricStatistics,
    ListMetrics,
    ListTagsForResource,
    PutMetricAlarm,
    PutMetricData,
    SetAlarmState,
    TagResource,
    UntagResource,
  },
  jobs: [evaluation, runAction, pruning],
  boot(context) {
    watchAllAlarms(context);
    schedulePruning(context);
  },
};
