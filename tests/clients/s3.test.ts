import { test } from 'node:test';
import { isOldAws, skip, startBox } from './box.ts';
import { play, type Step } from './transcript.ts';

/** Two uploads of parts: 20 MB is more than the 8 MB from which the CLI cuts a file. */
const largeObject: readonly Step[] = [
  { run: 'aws s3 mb s3://walkthrough-files', prints: 'make_bucket: walkthrough-files' },
  { run: 'head -c 20000000 /dev/urandom > large.bin' },
  { run: 'aws s3 cp large.bin s3://walkthrough-files/large.bin --quiet' },
  {
    run: 'aws s3api head-object --bucket walkthrough-files --key large.bin',
    shows: { ContentLength: 20_000_000 },
  },
  {
    run: 'aws s3api head-object --bucket walkthrough-files --key large.bin --query ETag --output text',
    prints: /^"[0-9a-f]{32}-3"$/,
  },
  { run: 'aws s3 cp s3://walkthrough-files/large.bin back.bin --quiet' },
  { run: 'cmp large.bin back.bin', prints: '' },
  { run: 'aws s3 cp s3://walkthrough-files/large.bin - | cmp large.bin', prints: '' },
  { run: 'aws s3 cp s3://walkthrough-files/large.bin s3://walkthrough-files/copy.bin --quiet' },
  {
    run: `aws s3api get-object --bucket walkthrough-files --key copy.bin --range bytes=10000000-10000999 part.bin
          dd if=large.bin bs=1000 skip=10000 count=1 status=none | cmp part.bin`,
    shows: { ContentLength: 1000, ContentRange: 'bytes 10000000-10000999/20000000' },
  },
  {
    run: 'aws s3api list-multipart-uploads --bucket walkthrough-files --query Uploads',
    prints: 'null',
  },
];

/** A sum over the sums of the parts. */
const partChecksums: readonly Step[] = [
  {
    run: 'aws s3 cp large.bin s3://walkthrough-files/summed.bin --checksum-algorithm SHA256 --quiet',
  },
  {
    run: `sum() { openssl dgst -sha256 -binary; }
          part() { tail -c +$(($1 * 8388608 + 1)) large.bin | head -c 8388608; }
          SUMS=$({ part 0 | sum; part 1 | sum; part 2 | sum; } | sum | base64)
          aws s3api head-object --bucket walkthrough-files --key summed.bin --checksum-mode ENABLED --query ChecksumSHA256 --output text | grep -xF "$SUMS-3"`,
  },
];

const checksums: readonly Step[] = [
  { run: 'echo -n "a small file" > small.txt' },
  {
    run: 'aws s3api put-object --bucket walkthrough-files --key small.txt --body small.txt --content-type text/plain --checksum-algorithm SHA256',
    shows: { ChecksumSHA256: 'WIMZhr8CIDUZe9BdRN5+ubH1psrDaZSoYqcWTF6tC0E=' },
  },
  {
    run: 'AWS_MAX_ATTEMPTS=1 aws s3api put-object --bucket walkthrough-files --key false.txt --body small.txt --content-md5 "$(echo -n other | openssl md5 -binary | base64)"',
    fails: 'The Content-MD5 you specified did not match what we received.',
  },
  {
    run: 'aws s3api head-object --bucket walkthrough-files --key false.txt',
    fails: 'An error occurred (404) when calling the HeadObject operation: Not Found',
  },
];

/** Version 1 signs URLs the old way unless it is told otherwise. */
const presigned: readonly Step[] = [
  { run: 'aws configure set default.s3.signature_version s3v4' },
  { run: 'URL=$(aws s3 presign s3://walkthrough-files/small.txt --expires-in 60)' },
  { run: 'curl -sf "$URL"', prints: 'a small file' },
  {
    run: 'curl -s "$(echo "$URL" | sed s/small.txt/large.bin/)"',
    prints: /<Code>SignatureDoesNotMatch<\/Code>/,
  },
  {
    run: 'curl -s "$(echo "$URL" | cut -d "?" -f 1)"',
    prints: /<Code>AccessDenied<\/Code><Message>Access Denied<\/Message>/,
  },
];

const sync: readonly Step[] = [
  {
    run: `mkdir -p site/css && echo one > site/index.html && echo two > 'site/a b+c&ü.txt' && echo three > site/css/a.css
          find site -exec touch -d '1 minute ago' {} +
          aws s3 sync site s3://walkthrough-files/site --quiet
          aws s3 ls s3://walkthrough-files/site/ --recursive | awk '{print $3}'`,
    prints: '4\n6\n4',
  },
  { run: 'aws s3 sync site s3://walkthrough-files/site', prints: '' },
  { run: 'aws s3 ls s3://walkthrough-files/site/', prints: /PRE css\/\n.* a b\+c&ü\.txt\n/ },
  {
    run: `rm site/index.html
          aws s3 sync site s3://walkthrough-files/site --delete`,
    prints: 'delete: s3://walkthrough-files/site/index.html',
  },
  { run: 'aws s3 sync s3://walkthrough-files/site back --quiet && diff -r site back', prints: '' },
];

const pages: readonly Step[] = [
  {
    run: `mkdir many && (cd many && touch file-{01..25})
          aws s3 cp many s3://walkthrough-files/many --recursive --quiet`,
  },
  {
    run: 'aws s3api list-objects-v2 --bucket walkthrough-files --prefix many/ --page-size 10 --query "length(Contents)"',
    prints: '25',
  },
  {
    run: 'aws s3api list-objects --bucket walkthrough-files --prefix many/ --page-size 10 --query "length(Contents)"',
    prints: '25',
  },
  {
    run: `TOKEN=$(aws s3api list-objects-v2 --bucket walkthrough-files --prefix many/ --max-items 12 --query NextToken | tr -d '"')
          aws s3api list-objects-v2 --bucket walkthrough-files --prefix many/ --starting-token "$TOKEN" --query "Contents[].Key | [0]" --output text`,
    prints: 'many/file-13',
  },
  {
    run: 'aws s3api list-objects-v2 --bucket walkthrough-files --delimiter / --query "CommonPrefixes[].Prefix" --output text',
    prints: 'many/\tsite/',
  },
];

const removal: readonly Step[] = [
  {
    run: 'aws s3 rb s3://walkthrough-files',
    fails:
      'remove_bucket failed: s3://walkthrough-files An error occurred (BucketNotEmpty) when calling the DeleteBucket operation: The bucket you tried to delete is not empty',
  },
  { run: 'aws s3 mv s3://walkthrough-files/small.txt s3://walkthrough-files/moved.txt --quiet' },
  { run: 'aws s3 rb s3://walkthrough-files --force', prints: /remove_bucket: walkthrough-files$/ },
  {
    run: 'aws s3 ls s3://walkthrough-files',
    fails:
      'An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist',
  },
];

test('aws s3 moves files of any size', { skip }, async (t) => {
  await using box = await startBox();
  await t.test('20 MB in parts', () => play(box, largeObject));
  await t.test('checksums of parts', { skip: isOldAws }, () => play(box, partChecksums));
  await t.test('checksums', () => play(box, checksums));
  await t.test('presigned URLs', () => play(box, presigned));
  await t.test('sync', () => play(box, sync));
  await t.test('pages', () => play(box, pages));
  await t.test('removal', () => play(box, removal));
});
