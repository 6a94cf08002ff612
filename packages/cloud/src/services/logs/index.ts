import type { Service } from '../../kernel/service.ts';
import { CreateLogGroup } from './CreateLogGroup.ts';
import { CreateLogStream } from './CreateLogStream.ts';
import { DeleteLogGroup } from './DeleteLogGroup.ts';
import { DeleteLogStream } from './DeleteLogStream.ts';
import { DeleteMetricFilter } from './DeleteMetricFilter.ts';
import { DeleteResourcePolicy } from './DeleteResourcePolicy.ts';
import { DeleteRetentionPolicy } from './DeleteRetentionPolicy.ts';
import { DeleteSubscriptionFilter } from './DeleteSubscriptionFilter.ts';
import { DescribeLogGroups } from './DescribeLogGroups.ts';
import { DescribeLogStreams } from './DescribeLogStreams.ts';
import { DescribeMetricFilters } from './DescribeMetricFilters.ts';
import { DescribeResourcePolicies } from './DescribeResourcePolicies.ts';
import { DescribeSubscriptionFilters } from './DescribeSubscriptionFilters.ts';
import { FilterLogEvents } from './FilterLogEvents.ts';
import { GetLogEvents } from './GetLogEvents.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { ListTagsLogGroup } from './ListTagsLogGroup.ts';
import { publishLater } from './metricSamples.ts';
import { PutLogEvents } from './PutLogEvents.ts';
import { PutMetricFilter } from './PutMetricFilter.ts';
import { PutResourcePolicy } from './PutResourcePolicy.ts';
import { PutRetentionPolicy } from './PutRetentionPolicy.ts';
import { PutSubscriptionFilter } from './PutSubscriptionFilter.ts';
import { removeExpiredEvents } from './retention.ts';
import { TagLogGroup } from './TagLogGroup.ts';
import { TagResource } from './TagResource.ts';
import { TestMetricFilter } from './TestMetricFilter.ts';
import { UntagLogGroup } from './UntagLogGroup.ts';
import { UntagResource } from './UntagResource.ts';

/** CloudWatch Logs: groups, streams, events, and the metric filters that count them. */
export const logs: Service = {
  name: 'logs',
  sdk: '@aws-sdk/client-cloudwatch-logs',
  eventSource: 'logs.amazonaws.com',
  apiVersion: '20140328',
  operations: {
    CreateLogGroup,
    CreateLogStream,
    DeleteLogGroup,
    DeleteLogStream,
    DeleteMetricFilter,
    DeleteResourcePolicy,
    DeleteRetentionPolicy,
    DeleteSubscriptionFilter,
    DescribeLogGroups,
    DescribeLogStreams,
    DescribeMetricFilters,
    DescribeSubscriptionFilters,
    DescribeResourcePolicies,
    FilterLogEvents,
    GetLogEvents,
    ListTagsForResource,
    ListTagsLogGroup,
    PutLogEvents,
    PutMetricFilter,
    PutResourcePolicy,
    PutRetentionPolicy,
    PutSubscriptionFilter,
    TagLogGroup,
    TagResource,
    TestMetricFilter,
    UntagLogGroup,
    UntagResource,
  },
  jobs: [publishLater, removeExpiredEvents],
};
