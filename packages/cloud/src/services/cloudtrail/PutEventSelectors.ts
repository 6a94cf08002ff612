import type {
  DataResource,
  PutEventSelectorsRequest,
  PutEventSelectorsResponse,
  EventSelector as SentSelector,
} from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { turnFeeds } from './feeds.ts';
import { type EventSelector, trailsTable } from './state.ts';
import { resourceTagKeys } from './tags.ts';
import { homeTrail, trailArn } from './trailNames.ts';

/** Chooses what the trail takes, from the record after the one of this call. */
export const PutEventSelectors = operation<PutEventSelectorsRequest, PutEventSelectorsResponse>({
  accepts: ['TrailName', 'EventSelectors'],
  resource: ({ TrailName }, context) => trailArn(TrailName, context),
  conditionKeys: ({ TrailName }, context) => resourceTagKeys(trailArn(TrailName, context), context),
  run: ({ TrailName, EventSelectors = [] }, context) => {
    const trail = homeTrail(TrailName, context);
    checkNumbers(EventSelectors);
    const eventSelectors = EventSelectors.map(completed);
    turnFeeds(context.globalTable(trailsTable).put({ ...trail, eventSelectors }), context);
    return { TrailARN: trail.arn, EventSelectors: eventSelectors };
  },
});

function checkNumbers(selectors: readonly SentSelector[]) {
  if (selectors.length === 0) throw invalid('You must specify at least one event selector.');
  if (selectors.length > selectorsMax) {
    throw invalid(`You can specify a maximum of ${selectorsMax} event selectors for a trail.`);
  }
  const values = selectors.flatMap(({ DataResources = [] }) =>
    DataResources.flatMap(({ Values = [] }) => Values),
  );
  if (values.length > valuesMax) {
    throw invalid(`You can specify a maximum of ${valuesMax} data resources for a trail.`);
  }
}

function completed(selector: SentSelector): EventSelector {
  const { ExcludeManagementEventSources: excluded = [], DataResources = [] } = selector;
  for (const source of excluded) {
    if (excludableSources.has(source)) continue;
    throw invalid(`Value ${source} for ExcludeManagementEventSources is invalid.`);
  }
  return {
    ReadWriteType: selector.ReadWriteType ?? 'All',
    IncludeManagementEvents: selector.IncludeManagementEvents ?? true,
    DataResources: DataResources.map(completedResource),
    ExcludeManagementEventSources: excluded,
  };
}

function completedResource({ Type = '', Values = [] }: DataResource): Required<DataResource> {
  const form = dataResources.get(Type);
  if (!form) throw invalid(`Value ${Type} for DataResources.Type is invalid.`);
  const bad = Values.find((value) => !form.test(value));
  if (bad !== undefined) throw invalid(`Value ${bad} for DataResources.Values is invalid.`);
  return { Type, Values };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidEventSelectorsException', message);
}

const selectorsMax = 5;
const valuesMax = 250;

/** The chatty sources that basic selectors can leave out. */
const excludableSources: ReadonlySet<string> = new Set([
  'kms.amazonaws.com',
  'rdsdata.amazonaws.com',
]);

/**
 * The types that basic selectors know, and their values: everything of the service, or ARNs. A
 * bucket's ARN ends in a slash, with or without the beginning of object keys behind it.
 */
const dataResources: ReadonlyMap<string, RegExp> = new Map([
  ['AWS::S3::Object', /^arn:aws:s3(:::([a-z0-9.-]{3,63}\/.*)?)?$/],
  ['AWS::Lambda::Function', /^arn:aws:lambda(:[a-z0-9-]+:\d{12}:function:.+)?$/],
  ['AWS::DynamoDB::Table', /^arn:aws:dynamodb(:[a-z0-9-]+:\d{12}:table\/.+)?$/],
]);
