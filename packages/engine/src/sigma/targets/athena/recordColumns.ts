import { COLUMNS, JSON_COLUMNS } from './columns.ts';

/**
 * What brings a whole record home. Athena shows a structure as `{type=Root, arn=…}`, which nobody
 * can read back, so structures are asked for as JSON.
 */
export const RECORD_COLUMNS: readonly string[] = Object.entries(COLUMNS).map(([name, type]) =>
  /^[A-Z]+$/.test(type) ? name : `json_format(CAST(${name} AS JSON)) AS ${name}`,
);

/**
 * The record as CloudTrail wrote it, from a row of `RECORD_COLUMNS`. What the table has no column
 * for is gone, and a null within a structure is as good as nothing there.
 *
 * @param row what is not NULL, by the names of the columns.
 */
export function recordOfRow(
  row: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const members = Object.keys(COLUMNS).flatMap((column): [string, unknown][] => {
    const text = row[column] ?? (ALWAYS_THERE.has(column) ? 'null' : undefined);
    if (text === undefined) return [];
    const value = columnValue(column, text);
    return value === undefined ? [] : [[nameOf(column), value]];
  });
  return Object.fromEntries(members);
}

/** CloudTrail writes a null where a call has none. */
const ALWAYS_THERE: ReadonlySet<string> = new Set(['requestparameters', 'responseelements']);

function columnValue(column: string, text: string): unknown {
  if (column === 'readonly') return text === 'true';
  if (JSON_COLUMNS.has(column)) return jsonOf(text);
  if (COLUMNS[column] === 'STRING') return text;
  const structure = named(jsonOf(text), column);
  return isEmpty(structure) ? undefined : structure;
}

/** A text that was cut off, or was none of JSON, stays the text that it is. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function named(value: unknown, within: string): unknown {
  if (Array.isArray(value)) return value.map((each) => named(each, within));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .map(([name, inner]) => [memberName(within, name), named(inner, name)] as const)
    .filter(([, inner]) => !isEmpty(inner));
  return Object.fromEntries(members);
}

/** The columns know no absence: a structure whose members are all NULL was not there. */
function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0)
  );
}

function memberName(within: string, name: string): string {
  if (within === 'resources' && name === 'arn') return 'ARN';
  // The claims of a web identity are a map: its keys are as they were.
  return within === 'attributes' && !NAMES.has(name) ? name : nameOf(name);
}

function nameOf(column: string): string {
  return NAMES.get(column) ?? column;
}

/** What the table calls in lower case, as CloudTrail calls it. */
const NAMES: ReadonlyMap<string, string> = new Map(
  `accessKeyId accountId additionalEventData apiVersion awsRegion cipherSuite
  clientProvidedHostHeader creationDate ec2RoleDelivery edgeDeviceDetails errorCode errorMessage
  eventCategory eventID eventName eventSource eventTime eventType eventVersion federatedProvider
  identityStoreArn invokedBy mfaAuthenticated onBehalfOf originalEventID originalRequestID
  principalId readOnly recipientAccountId requestID requestParameters responseElements
  serviceEventDetails sessionContext sessionCredentialFromConsole sessionIssuer sharedEventID
  sourceIPAddress tlsDetails tlsVersion updatedFields userAgent userId userIdentity userName
  vpcEndpointAccountId vpcEndpointId webIdFederationData`
    .match(/\S+/g)!
    .map((name) => [name.toLowerCase(), name]),
);
