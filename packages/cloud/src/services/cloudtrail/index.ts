import type { Service } from '../../kernel/service.ts';
import { AddTags } from './AddTags.ts';
import { CreateTrail } from './CreateTrail.ts';
import { DeleteTrail } from './DeleteTrail.ts';
import { DescribeTrails } from './DescribeTrails.ts';
import { deliverJournal, deliverLater, resumeFeeds } from './delivery.ts';
import { GetEventSelectors } from './GetEventSelectors.ts';
import { GetTrail } from './GetTrail.ts';
import { GetTrailStatus } from './GetTrailStatus.ts';
import { ListTags } from './ListTags.ts';
import { ListTrails } from './ListTrails.ts';
import { LookupEvents } from './LookupEvents.ts';
import { PutEventSelectors } from './PutEventSelectors.ts';
import { RemoveTags } from './RemoveTags.ts';
import { pruning, schedulePruning } from './retention.ts';
import { StartLogging } from './StartLogging.ts';
import { StopLogging } from './StopLogging.ts';
import { UpdateTrail } from './UpdateTrail.ts';

export const cloudtrail: Service = {
  name: 'cloudtrail',
  sdk: '@aws-sdk/client-cloudtrail',
  eventSource: 'cloudtrail.amazonaws.com',
  operations: {
    AddTags,
    CreateTrail,
    DeleteTrail,
    DescribeTrails,
    GetEventSelectors,
    GetTrail,
    GetTrailStatus,
    ListTags,
    ListTrails,
    LookupEvents,
    PutEventSelectors,
    RemoveTags,
    StartLogging,
    StopLogging,
    UpdateTrail,
  },
  jobs: [deliverLater, pruning],
  boot(context) {
    resumeFeeds(context);
    schedulePruning(context);
  },
  journal: deliverJournal,
};
