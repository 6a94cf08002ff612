import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketInPath, hostAllowed } from './hosts.ts';

test('hostAllowed: loopback by its names, others only when they were named', () => {
  const cases: [host: string | undefined, allowed: boolean][] = [
    ['127.0.0.1:8627', true],
    ['localhost', true],
    ['LOCALHOST:80', true],
    ['[::1]:8627', true],
    ['bucket.localhost:8627', true],
    ['box.internal:8627', true],
    ['evil.example', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['', false],
    [undefined, false],
  ];
  for (const [host, allowed] of cases) {
    assert.equal(hostAllowed(host, ['box.internal']), allowed, host);
  }
});

test('bucketInPath: buckets of host names come first in the path', () => {
  const cases: [host: string, path: string, expected: string][] = [
    ['127.0.0.1:8627', '/b/key', '/b/key'],
    ['localhost:8627', '/b/key', '/b/key'],
    ['b.localhost:8627', '/key', '/b/key'],
    ['my.logs.localhost', '/', '/my.logs/'],
    ['b.s3.localhost:8627', '/a//b', '/b/a//b'],
    ['b.s3.eu-west-1.localhost', '/key', '/b/key'],
    ['s3.localhost:8627', '/b/key', '/b/key'],
    ['s3.eu-west-1.localhost', '/b/key', '/b/key'],
  ];
  for (const [host, path, expected] of cases) {
    assert.equal(bucketInPath(host, path), expected, host);
  }
});
