import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { Context } from '../../kernel/context.ts';
import { sizeOf } from './archiveEvents.ts';
import { archiveArn, busArn, ruleArn } from './names.ts';
import type { Archive, EventBus, Replay, Rule } from './state.ts';

/** A rule as ListRules shows it. What was not set is not there. */
export function describeRule(rule: Rule, context: Context): EventBridge.Rule {
  return {
    Name: rule.name,
    Arn: ruleArn(rule, context),
    EventPattern: rule.pattern,
    State: rule.state,
    Description: rule.description,
    ScheduleExpression: rule.schedule,
    RoleArn: rule.roleArn,
    EventBusName: rule.busName,
  };
}

export function describeBus(bus: EventBus, context: Context): EventBridge.EventBus {
  return {
    Name: bus.name,
    Arn: busArn(bus.name, context),
    Description: bus.description,
    Policy: bus.policy,
    CreationTime: dateOf(bus.createdMs),
    LastModifiedTime: dateOf(bus.modifiedMs),
  };
}

/** An archive as ListArchives shows it. */
export function describeArchive(archive: Archive, context: Context): EventBridge.Archive {
  const { count, bytes } = sizeOf(archive, context);
  return {
    ArchiveName: archive.name,
    EventSourceArn: busArn(archive.busName, context),
    State: 'ENABLED',
    RetentionDays: archive.retentionDays,
    SizeBytes: bytes,
    EventCount: count,
    CreationTime: new Date(archive.createdMs),
  };
}

export function archiveAnswer(archive: Archive, context: Context) {
  return {
    ArchiveArn: archiveArn(archive.name, context),
    State: 'ENABLED' as const,
    CreationTime: new Date(archive.createdMs),
  };
}

/** A replay as ListReplays shows it. */
export function describeReplay(replay: Replay): EventBridge.Replay {
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archiveArn,
    State: replay.state,
    EventStartTime: new Date(replay.fromMs),
    EventEndTime: new Date(replay.untilMs),
    EventLastReplayedTime: dateOf(replay.lastEventMs),
    ReplayStartTime: new Date(replay.startedMs),
    ReplayEndTime: dateOf(replay.endedMs),
  };
}

function dateOf(timeMs: number | undefined): Date | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs);
}
