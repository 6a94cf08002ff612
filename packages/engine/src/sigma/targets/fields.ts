import { valuesOf } from './vocabulary/vocabulary.ts';

/** What is known of a field of CloudTrail's records. */
export interface FieldFacts {
  /** `any` is a text, number, boolean or null. */
  readonly kind: 'text' | 'boolean' | 'object' | 'any';
  /** Which parts of the path may lead to a list, by their places. */
  readonly lists: readonly number[];
  /** Those of them that are nothing else. */
  readonly sureLists: readonly number[];
}

/**
 * Says what a field holds. The members of `requestParameters` and the like are as many as AWS's
 * APIs have; of those, names in the plural may be lists, and the lists that policies, S3's
 * XML and containers call in the singular. All others are taken to be one value.
 */
export function fieldFacts(path: readonly string[]): FieldFacts {
  const lists = path.flatMap((name, index) => (mayBeList(path, index, name) ? [index] : []));
  const sureLists = lists.filter((index) => index === 0 || path[index] === 'items');
  return { kind: kindOf(path), lists, sureLists };
}

function kindOf(path: readonly string[]): FieldFacts['kind'] {
  const name = path.join('.');
  if (objects.has(name)) return 'object';
  if (name === 'readOnly' || name === 'managementEvent') return 'boolean';
  const isKnown =
    path.length === 1 ||
    valuesOf(name) !== undefined ||
    identityTexts.has(name) ||
    isResource(path);
  return isKnown && texts.has(path[0]!) ? 'text' : 'any';
}

function mayBeList(path: readonly string[], index: number, name: string): boolean {
  if (index === 0) return name === 'resources';
  const isFree = openObjects.has(path[0]!) && !objects.has(path.slice(0, index + 1).join('.'));
  // EC2 writes its lists as objects with one member, `ipPermissions.items`.
  return isFree && path[index + 1] !== 'items' && (PLURAL.test(name) || SINGULAR.test(name));
}

const PLURAL = /(?:[^su]s|List|Set|Egress|To(?:Add|Remove|Delete|Enable|Disable))$/;
const SINGULAR =
  /^(?:Statement|(?:Not)?(?:Action|Resource)|AWS|Grant|[A-Za-z]*Rule|command|entryPoint)$/;

function isResource(path: readonly string[]): boolean {
  return path[0] === 'resources' && path.length === 2;
}

/** Members of the record that are free in form. */
const openObjects = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'insightDetails',
]);

const objects = new Set([
  ...openObjects,
  'userIdentity',
  'userIdentity.sessionContext',
  'userIdentity.sessionContext.attributes',
  'userIdentity.sessionContext.sessionIssuer',
  'userIdentity.sessionContext.webIdFederationData',
  'userIdentity.onBehalfOf',
  'tlsDetails',
  'addendum',
  'requestParameters.encryptionContext',
]);

/** Members of the record that are texts, or objects of texts. */
const texts = new Set(
  `additionalEventData apiVersion awsRegion errorCode errorMessage eventCategory eventID eventName
  eventSource eventTime eventType eventVersion recipientAccountId requestID resources
  responseElements sessionCredentialFromConsole sharedEventID sourceIPAddress tlsDetails userAgent
  userIdentity vpcEndpointAccountId vpcEndpointId`.match(/\S+/g),
);

const identityTexts = new Set(
  `type principalId arn accountId accessKeyId userName invokedBy
  sessionContext.attributes.creationDate sessionContext.sessionIssuer.principalId
  sessionContext.sessionIssuer.arn sessionContext.sessionIssuer.accountId
  sessionContext.sessionIssuer.userName sessionContext.webIdFederationData.federatedProvider`
    .match(/\S+/g)!
    .map((name) => `userIdentity.${name}`),
);
