// Table. CloudTrail's own values of the fields that have few of them, in CloudTrail's spelling.
// From the CloudTrail user guide: record contents, userIdentity element, console sign-in events.

/** Event names that are no operation of an API model, or are recorded under another name. */
export const OTHER_EVENT_NAMES = `
ConsoleLogin CheckMfa SwitchRole ExitRole RenewRole GetSigninToken UserAuthentication
CredentialChallenge CredentialVerification Federate Authenticate Logout Login
PasswordRecoveryRequested PasswordRecoveryCompleted PasswordUpdated EmailUpdated
PutBucketPublicAccessBlock GetBucketPublicAccessBlock DeleteBucketPublicAccessBlock
PutAccountPublicAccessBlock GetAccountPublicAccessBlock DeleteAccountPublicAccessBlock
PutBucketLifecycle DeleteBucketLifecycle GetBucketLifecycle PutBucketNotification
GetBucketNotification GetBucketObjectLockConfiguration PutBucketObjectLockConfiguration
AddPermission20150331 AddPermission20150331v2 RemovePermission20150331 RemovePermission20150331v2
CreateFunction20150331 DeleteFunction20150331 UpdateFunctionCode20150331v2
UpdateFunctionConfiguration20150331v2 GetFunction20150331 GetFunction20150331v2
ListFunctions20150331 GetPolicy20150331 GetPolicy20150331v2 PublishVersion20150331
CreateAlias20150331 UpdateAlias20150331 DeleteAlias20150331 CreateEventSourceMapping20150331
UpdateEventSourceMapping20150331 DeleteEventSourceMapping20150331 TagResource20170331
PublishLayerVersion20181031 AddLayerVersionPermission20181031 PutFunctionConcurrency20171031
DeleteFunctionConcurrency20171031 ListTags20170331 UntagResource20170331
GetAlias20150331 ListAliases20150331 ListVersionsByFunction20150331
GetEventSourceMapping20150331 ListEventSourceMappings20150331
GetFunctionConfiguration20150331 GetFunctionConfiguration20150331v2
GetAccountSettings20160819 ListLayers20181031 ListLayerVersions20181031 GetLayerVersion20181031
GetLayerVersionByArn20181031 DeleteLayerVersion20181031
CreateDistribution2020_05_31 UpdateDistribution2020_05_31 DeleteDistribution2020_05_31
StartSecretVersionDelete EndSecretVersionDelete RotationStarted RotationSucceeded RotationFailed
RotationAbandoned TestRotationStarted TestRotationSucceeded TestRotationFailed CancelSecretDelete
StartSecretDelete EndSecretDelete ReplicateSecretVersion DeleteKey RotateKey
SynchronizeMultiRegionKey CreateAccountResult InviteAccountToOrganizationResult
SharedSnapshotVolumeCreated SharedSnapshotCopyInitiated BidEvictedEvent BidFulfilledEvent
CreateSubscriptionDefinition InsightEvent ReEncrypt AwsServiceEvent PutEvents CreateManagedPolicy
`;

/** Hosts of `eventSource`, without `.amazonaws.com`. */
export const SERVICES = `
access-analyzer account acm acm-pca airflow amplify aoss apigateway appconfig
application-autoscaling appmesh apprunner appstream appsync aps athena auditmanager autoscaling
backup batch bedrock bedrock-agent billingconsole budgets ce chatbot cloud9 cloudformation
cloudfront cloudhsm cloudshell cloudtrail cloudtrail-data codeartifact codebuild codecommit
codedeploy codeguru-reviewer codepipeline cognito-identity cognito-idp comprehend compute-optimizer
config connect controltower cur databrew datapipeline datasync dax detective devicefarm
directconnect discovery dlm dms ds dynamodb ebs ec2 ec2-instance-connect ec2messages ecr ecr-public
ecs eks eks-auth elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing
elasticmapreduce emr-containers emr-serverless es events firehose fis freetier fsx glacier
globalaccelerator glue grafana guardduty health iam identitystore imagebuilder inspector inspector2
iot kafka kendra kinesis kinesisanalytics kinesisvideo kms lakeformation lambda lex license-manager
lightsail logs macie macie2 mediaconvert mediastore memorydb mgn mobiletargeting monitoring mq
network-firewall notifications oam opsworks organizations outposts payments pipes polly portal qldb
quicksight ram rbin rds rds-data redshift redshift-data redshift-serverless rekognition
resource-explorer-2 resource-groups rolesanywhere route53 route53-recovery-control-config
route53domains route53resolver s3 s3-outposts sagemaker savingsplans scheduler schemas
secretsmanager securityhub securitylake serverlessrepo servicecatalog servicediscovery
servicequotas ses shield signer signin sms-voice sns sqs ssm ssm-contacts ssm-guiconnect
ssm-incidents ssmmessages sso sso-directory sso-oauth states storagegateway sts support synthetics
tagging textract timestream transcribe transfer translate trustedadvisor user-subscriptions
verifiedpermissions vpc-lattice waf waf-regional wafv2 wellarchitected workdocs workmail workspaces
xray
`;

export const REGIONS = `
af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2
eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1
me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1
us-west-2
`;

const PRINCIPALS = `
Root IAMUser AssumedRole Role FederatedUser Directory AWSAccount AWSService Unknown SAMLUser
WebIdentityUser IdentityCenterUser
`;
const YES_NO = 'Yes No YES NO';
const OUTCOME = 'Success Failure';
const TRUTH = 'true false';

/** Fields and their values. */
export const FIELD_VALUES: Readonly<Record<string, string>> = {
  awsRegion: REGIONS,
  'userIdentity.type': PRINCIPALS,
  'userIdentity.sessionContext.sessionIssuer.type': PRINCIPALS,
  'userIdentity.sessionContext.attributes.mfaAuthenticated': TRUTH,
  eventType:
    'AwsApiCall AwsServiceEvent AwsConsoleAction AwsConsoleSignIn AwsVpceEvents AwsCloudTrailInsight',
  eventCategory: 'Management Data NetworkActivity Insight',
  readOnly: TRUTH,
  managementEvent: TRUTH,
  sessionCredentialFromConsole: TRUTH,
  'additionalEventData.MFAUsed': YES_NO,
  'additionalEventData.MobileVersion': YES_NO,
  'responseElements.ConsoleLogin': OUTCOME,
  'responseElements.CheckMfa': OUTCOME,
  'responseElements.PasswordRecoveryRequested': OUTCOME,
  'responseElements.PasswordRecoveryCompleted': OUTCOME,
  'responseElements.SwitchRole': OUTCOME,
  errorCode: `AccessDenied AccessDeniedException UnauthorizedOperation Client.UnauthorizedOperation
    Client.DryRunOperation Client.InstanceLimitExceeded Client.InvalidPermission.Duplicate
    NoSuchEntityException NoSuchBucket NoSuchKey ResourceNotFoundException InvalidUserType
    InvalidClientTokenId ExpiredToken ExpiredTokenException ThrottlingException
    EntityAlreadyExistsException LimitExceededException DeleteConflictException
    MalformedPolicyDocumentException NoSuchTrailException TrailNotFoundException
    TrailAlreadyExistsException InvalidParameterException ValidationException
    InvalidRequestException
    Client.InvalidInstanceID.NotFound Client.RequestLimitExceeded Client.OperationNotPermitted
    Client.VcpuLimitExceeded NoSuchBucketPolicy
    NoSuchLifecycleConfiguration NoSuchPublicAccessBlockConfiguration`,
};
