import type { CreateBucketOutput, CreateBucketRequest, Tag } from '@aws-sdk/client-s3';
import type { Context } from '../../kernel/context.ts';
import { AwsError, notImplemented } from '../../kernel/error.ts';
import { type ConditionKeys, operation } from '../../kernel/operation.ts';
import { bucketAccess } from './authorization.ts';
import { isBucketName } from './bucketName.ts';
import { bucketRecord, tagSetDocument, xmlDocument } from './recording.ts';
import { type Bucket, bucketArn, bucketsTable, invalidBucketName } from './state.ts';
import { checkTags } from './tags.ts';

/**
 * Makes a bucket in the Region that the constraint names. New buckets belong to their owner alone:
 * no ACLs, and public access blocked.
 */
export const CreateBucket = operation<CreateBucketRequest, CreateBucketOutput>({
  accepts: ['Bucket', 'ACL', 'CreateBucketConfiguration', 'ObjectOwnership'],
  action: ({ CreateBucketConfiguration, ObjectOwnership }) => [
    's3:CreateBucket',
    ...(CreateBucketConfiguration?.Tags?.length ? ['s3:TagResource'] : []),
    ...(ObjectOwnership === undefined ? [] : ['s3:PutBucketOwnershipControls']),
  ],
  resource: ({ Bucket = '' }) => bucketArn(Bucket),
  conditionKeys: (input, context) => ({
    ...bucketAccess.conditionKeys(input, context),
    ...requestTagKeys(input.CreateBucketConfiguration?.Tags),
    's3:locationconstraint': input.CreateBucketConfiguration?.LocationConstraint,
  }),
  record: bucketRecord({
    body: ({ CreateBucketConfiguration: configuration }: CreateBucketRequest) =>
      configuration && {
        CreateBucketConfiguration: {
          ...xmlDocument({ LocationConstraint: configuration.LocationConstraint }),
          ...(configuration.Tags ? { Tags: tagSetDocument(configuration.Tags).TagSet } : undefined),
        },
      },
  }),
  run: (input, context) => {
    const name = input.Bucket!;
    if (!isBucketName(name)) throw invalidBucketName(name);
    checkOwnership(input);
    const { LocationConstraint, Tags = [] } = configurationOf(input);
    const region = regionOf(LocationConstraint, context);
    const buckets = context.globalTable(bucketsTable);
    const existing = buckets.get(name);
    if (existing) checkAgain(existing, context);
    else {
      if (buckets.size >= bucketsMax) throw tooManyBuckets();
      buckets.put({
        name,
        region,
        ...(LocationConstraint ? { locationConstraint: LocationConstraint } : undefined),
        createMs: context.nowMs,
        publicAccessBlock: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
        tags: checkTags(Tags, 'bucket'),
        bucketKeyEnabled: false,
      });
    }
    return {
      Location: LocationConstraint ? `http://${name}.s3.amazonaws.com/` : `/${name}`,
      BucketArn: bucketArn(name),
    };
  },
});

function requestTagKeys(tags: readonly Tag[] | undefined): ConditionKeys {
  if (tags === undefined) return {};
  const pairs = tags.map(({ Key = '', Value }) => [`aws:requesttag/${Key.toLowerCase()}`, Value]);
  return { ...Object.fromEntries(pairs), 'aws:tagkeys': tags.map(({ Key = '' }) => Key) };
}

function configurationOf({ CreateBucketConfiguration: configuration = {} }: CreateBucketRequest) {
  const { Location, Bucket } = configuration;
  if (Location ?? Bucket) throw notImplemented('CreateBucket: directory buckets');
  return configuration;
}

function checkOwnership({ ACL, ObjectOwnership }: CreateBucketRequest) {
  if (ObjectOwnership !== undefined && ObjectOwnership !== 'BucketOwnerEnforced') {
    throw notImplemented(`CreateBucket: ObjectOwnership ${ObjectOwnership}`);
  }
  if (ACL === undefined || ACL === 'private') return;
  throw new AwsError(
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    { statusCode: 400 },
  );
}

/** us-east-1 makes buckets anywhere; another Region its own alone, and wants that to be said. */
function regionOf(constraint: string | undefined, { region }: Context): string {
  const wanted = constraint === 'EU' ? 'eu-west-1' : (constraint ?? 'us-east-1');
  if (constraint !== undefined && otherPartition.test(constraint)) {
    throw new AwsError(
      'InvalidLocationConstraint',
      'The specified location-constraint is not valid',
      { statusCode: 400, fields: { LocationConstraint: constraint } },
    );
  }
  if (region === 'us-east-1' || wanted === region) return wanted;
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    { statusCode: 400 },
  );
}

/** In us-east-1 alone it is no error to make one's own bucket again. */
function checkAgain(bucket: Bucket, { region }: Context) {
  if (bucket.region === 'us-east-1' && region === 'us-east-1') return;
  throw new AwsError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { fields: { BucketName: bucket.name } },
  );
}

function tooManyBuckets(): AwsError {
  const message = 'You have attempted to create more buckets than allowed';
  return new AwsError('TooManyBuckets', message, { statusCode: 400 });
}

const otherPartition = /^(?:cn|us-gov|us-iso|us-isob|eusc|eu-isoe)-/;
const bucketsMax = 10_000;
