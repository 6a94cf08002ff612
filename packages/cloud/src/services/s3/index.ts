import type { Service } from '../../kernel/service.ts';
import { AbortMultipartUpload } from './AbortMultipartUpload.ts';
import { CompleteMultipartUpload } from './CompleteMultipartUpload.ts';
import { CopyObject } from './CopyObject.ts';
import { CreateBucket } from './CreateBucket.ts';
import { CreateMultipartUpload } from './CreateMultipartUpload.ts';
import { DeleteBucket } from './DeleteBucket.ts';
import { DeleteBucketEncryption } from './DeleteBucketEncryption.ts';
import { DeleteBucketPolicy } from './DeleteBucketPolicy.ts';
import { DeleteBucketTagging } from './DeleteBucketTagging.ts';
import { DeleteObject } from './DeleteObject.ts';
import { DeleteObjects } from './DeleteObjects.ts';
import { DeleteObjectTagging } from './DeleteObjectTagging.ts';
import { DeletePublicAccessBlock } from './DeletePublicAccessBlock.ts';
import { GetBucketAcl } from './GetBucketAcl.ts';
import { GetBucketEncryption } from './GetBucketEncryption.ts';
import { GetBucketLocation } from './GetBucketLocation.ts';
import { GetBucketOwnershipControls } from './GetBucketOwnershipControls.ts';
import { GetBucketPolicy } from './GetBucketPolicy.ts';
import { GetBucketPolicyStatus } from './GetBucketPolicyStatus.ts';
import { GetBucketTagging } from './GetBucketTagging.ts';
import { GetBucketVersioning } from './GetBucketVersioning.ts';
import { GetObject } from './GetObject.ts';
import { GetObjectTagging } from './GetObjectTagging.ts';
import { GetPublicAccessBlock } from './GetPublicAccessBlock.ts';
import { HeadBucket } from './HeadBucket.ts';
import { HeadObject } from './HeadObject.ts';
import { ListBuckets } from './ListBuckets.ts';
import { ListMultipartUploads } from './ListMultipartUploads.ts';
import { ListObjects } from './ListObjects.ts';
import { ListObjectsV2 } from './ListObjectsV2.ts';
import { ListParts } from './ListParts.ts';
import { PutBucketAcl } from './PutBucketAcl.ts';
import { PutBucketEncryption } from './PutBucketEncryption.ts';
import { PutBucketOwnershipControls } from './PutBucketOwnershipControls.ts';
import { PutBucketPolicy } from './PutBucketPolicy.ts';
import { PutBucketTagging } from './PutBucketTagging.ts';
import { PutObject } from './PutObject.ts';
import { PutObjectTagging } from './PutObjectTagging.ts';
import { PutPublicAccessBlock } from './PutPublicAccessBlock.ts';
import { UploadPart } from './UploadPart.ts';
import { UploadPartCopy } from './UploadPartCopy.ts';

/**
 * Buckets and objects, as far as trails, the `aws s3` commands and a reader of logs need them.
 * There are no versions, no ACLs and no keys of KMS: buckets are as new ones are on AWS.
 */
export const s3: Service = {
  name: 's3',
  sdk: '@aws-sdk/client-s3',
  eventSource: 's3.amazonaws.com',
  fullRecords: true,
  operations: {
    AbortMultipartUpload,
    CompleteMultipartUpload,
    CopyObject,
    CreateBucket,
    CreateMultipartUpload,
    DeleteBucket,
    DeleteBucketEncryption,
    DeleteBucketPolicy,
    DeleteBucketTagging,
    DeleteObject,
    DeleteObjectTagging,
    DeleteObjects,
    DeletePublicAccessBlock,
    GetBucketAcl,
    GetBucketEncryption,
    GetBucketLocation,
    GetBucketOwnershipControls,
    GetBucketPolicy,
    GetBucketPolicyStatus,
    GetBucketTagging,
    GetBucketVersioning,
    GetObject,
    GetObjectTagging,
    GetPublicAccessBlock,
    HeadBucket,
    HeadObject,
    ListBuckets,
    ListMultipartUploads,
    ListObjects,
    ListObjectsV2,
    ListParts,
    PutBucketAcl,
    PutBucketEncryption,
    PutBucketOwnershipControls,
    PutBucketPolicy,
    PutBucketTagging,
    PutObject,
    PutObjectTagging,
    PutPublicAccessBlock,
    UploadPart,
    UploadPartCopy,
  },
};
