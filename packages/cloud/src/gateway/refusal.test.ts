import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestCloud } from '@tocsin/testkit';

test('an upload is refused in the words of S3, whatever it calls its content', async () => {
  await using cloud = await startTestCloud();
  await cloud.s3.createBucket({ Bucket: 'uploads' });
  const scope = 'AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request';
  const presigned =
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${scope}&X-Amz-Date=20260101T000000Z` +
    `&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=${'0'.repeat(64)}`;
  const cases: readonly [query: string, code: string][] = [
    ['', 'AccessDenied'],
    [presigned, 'InvalidAccessKeyId'],
  ];
  for (const [query, code] of cases) {
    for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain']) {
      const answer = await fetch(`${cloud.endpoint}/uploads/key?${query}`, {
        method: 'PUT',
        headers: { 'content-type': type },
        body: 'content',
      });
      assert.equal(answer.status, 403);
      assert.equal(answer.headers.get('content-type'), 'application/xml');
      assert.match(await answer.text(), new RegExp(`<Error><Code>${code}</Code>`));
    }
  }
});

test('a presigned link to a query service is refused in that service’s words', async () => {
  await using cloud = await startTestCloud();
  const scope = 'AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fsts%2Faws4_request';
  const link =
    `Action=GetCallerIdentity&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${scope}` +
    `&X-Amz-Date=20260101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=${'0'.repeat(64)}`;
  const answer = await fetch(`${cloud.endpoint}/?${link}`);
  assert.equal(answer.status, 403);
  assert.match(await answer.text(), /^<ErrorResponse .*<Code>InvalidClientTokenId<\/Code>/);
});
