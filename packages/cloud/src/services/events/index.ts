import type { Service } from '../../kernel/service.ts';
import { CancelReplay } from './CancelReplay.ts';
import { CreateArchive } from './CreateArchive.ts';
import { CreateEventBus } from './CreateEventBus.ts';
import { DeleteArchive } from './DeleteArchive.ts';
import { DeleteEventBus } from './DeleteEventBus.ts';
import { DeleteRule } from './DeleteRule.ts';
import { DescribeArchive } from './DescribeArchive.ts';
import { DescribeEventBus } from './DescribeEventBus.ts';
import { DescribeReplay } from './DescribeReplay.ts';
import { DescribeRule } from './DescribeRule.ts';
import { DisableRule } from './DisableRule.ts';
import { deliver } from './delivery.ts';
import { EnableRule } from './EnableRule.ts';
import { ListArchives } from './ListArchives.ts';
import { ListEventBuses } from './ListEventBuses.ts';
import { ListReplays } from './ListReplays.ts';
import { ListRuleNamesByTarget } from './ListRuleNamesByTarget.ts';
import { ListRules } from './ListRules.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { ListTargetsByRule } from './ListTargetsByRule.ts';
import { PutEvents } from './PutEvents.ts';
import { PutPermission } from './PutPermission.ts';
import { PutRule } from './PutRule.ts';
import { PutTargets } from './PutTargets.ts';
import { RemovePermission } from './RemovePermission.ts';
import { RemoveTargets } from './RemoveTargets.ts';
import { replayOn } from './replay.ts';
import { StartReplay } from './StartReplay.ts';
import { fire } from './schedule.ts';
import { TagResource } from './TagResource.ts';
import { TestEventPattern } from './TestEventPattern.ts';
import { readOn, readTrailEvents } from './trailEvents.ts';
import { UntagResource } from './UntagResource.ts';
import { UpdateArchive } from './UpdateArchive.ts';
import { UpdateEventBus } from './UpdateEventBus.ts';

/**
 * EventBridge. The road of an event: it arrives at a bus (from PutEvents, from a schedule, or from
 * CloudTrail by way of the journal), rules and archives that match take it, and each target of a
 * rule has a job of its own, which tries until the target has it or its retry policy gives up.
 */
export const events: Service = {
  name: 'events',
  sdk: '@aws-sdk/client-eventbridge',
  eventSource: 'events.amazonaws.com',
  apiVersion: '2015-10-07',
  operations: {
    CancelReplay,
    CreateArchive,
    CreateEventBus,
    DeleteArchive,
    DeleteEventBus,
    DeleteRule,
    DescribeArchive,
    DescribeEventBus,
    DescribeReplay,
    DescribeRule,
    DisableRule,
    EnableRule,
    ListArchives,
    ListEventBuses,
    ListReplays,
    ListRuleNamesByTarget,
    ListRules,
    ListTagsForResource,
    ListTargetsByRule,
    PutEvents,
    PutPermission,
    PutRule,
    PutTargets,
    RemovePermission,
    RemoveTargets,
    StartReplay,
    TagResource,
    TestEventPattern,
    UntagResource,
    UpdateArchive,
    UpdateEventBus,
  },
  jobs: [deliver, fire, replayOn, readOn],
  journal: readTrailEvents,
};
