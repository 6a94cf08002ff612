/**
 * Three bytes of each text, in lower case, as the tables of the kernel's `find`: it tells places
 * where they could stand, and the caller looks whether the text is there.
 */
export interface Fingerprints {
  /** Six tables of 16 bytes, for `kernelMemory.fingerprintsAt`. */
  readonly tables: Uint8Array;
  /** By bucket: the texts, and how far into each its three bytes are. */
  readonly buckets: readonly (readonly Fingerprint[])[];
}

export interface Fingerprint {
  readonly bytes: Uint8Array;
  readonly offset: number;
}

const bucketsMax = 8;
const fingerprintBytes = 3;
/** Bit 5 is set in what is compared: capitals are small letters. */
export const foldBit = 0x20;

/** Texts are in lower case, of three bytes or more. */
export function fingerprintsOf(texts: readonly Uint8Array[]): Fingerprints {
  const tables = new Uint8Array(fingerprintBytes * 2 * 16);
  const buckets = Array.from({ length: bucketsMax }, (): Fingerprint[] => []);
  const all = texts.map((bytes) => ({ bytes, offset: rarest(bytes) }));
  const inOrder = all.sort((a, b) => compare(key(a), key(b)));
  for (const [index, fingerprint] of inOrder.entries()) {
    // Neighbours in this order are alike, and make each other's bucket no wider.
    const bucket = Math.floor((index * bucketsMax) / inOrder.length);
    buckets[bucket]!.push(fingerprint);
    for (let place = 0; place < fingerprintBytes; place += 1) {
      const byte = fingerprint.bytes[fingerprint.offset + place]! | foldBit;
      tables[place * 32 + (byte & 15)]! |= 1 << bucket;
      tables[place * 32 + 16 + (byte >> 4)]! |= 1 << bucket;
    }
  }
  return { tables, buckets };
}

const key = ({ bytes, offset }: Fingerprint) =>
  String.fromCharCode(...bytes.subarray(offset, offset + fingerprintBytes).map((b) => b | foldBit));

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Where the three bytes are that records have least often. */
function rarest(bytes: Uint8Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset + fingerprintBytes <= bytes.length; offset += 1) {
    let sum = 0;
    for (let place = 0; place < fingerprintBytes; place += 1) {
      const rank = byFrequency.indexOf(String.fromCharCode(bytes[offset + place]! | foldBit));
      sum += rank < 0 ? 0 : byFrequency.length - rank;
    }
    const three = key({ bytes, offset });
    sum += everyday.split(three).length * everydayWeight;
    if (sum < least) [best, least] = [offset, sum];
  }
  return best;
}

/** What every record has: three bytes that stand here stand in each. */
const everyday =
  '"eventversion":"useridentity":{"type":"assumedrole"iamuser"principalid":"arn":"arn:aws:sts::' +
  'accountid"accesskeyid"sessioncontext"sessionissuer"username"attributes"creationdate"mfaauth' +
  'enticated":"false"eventtime"eventsource":".amazonaws.com"awsregion":"us-east-1"sourceipaddress' +
  '"useragent"requestparameters"responseelements":null,"requestid"eventid"readonly":true,"event' +
  'type":"awsapicall"managementevent":true"recipientaccountid"eventcategory":"management"tlsdet' +
  'ails"tlsversion":"tlsv1.3"ciphersuite":"tls_aes_128_gcm_sha256"clientprovidedhostheader"role';
const everydayWeight = 100;

/** Characters of CloudTrail's records, the most frequent first. */
const byFrequency = 'eatnsior"c:mdup0l1-hg.w2y,3v5f4/69b87kxqzj_';
