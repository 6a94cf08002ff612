import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure, UsageError } from '../command.ts';
import type { Terminal } from '../terminal.ts';

/** Writes a rule to begin with: it is valid, and its evidence holds. */
export function newRule(file: string | undefined, { print, paint }: Terminal) {
  if (file === undefined) throw new UsageError('Say where: tocsin rules new rules/my-rule.yml');
  if (!/\.ya?ml$/.test(file)) throw new UsageError('A rule is a file that ends in .yml.');
  if (existsSync(file)) throw new Failure(`${file} is there already.`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, template(new Date().toISOString().slice(0, 10)));
  print(`${paint.good('✓')} ${file}`);
  print(`  Change it, then: ${paint.accent(`tocsin rules test ${file}`)}`);
}

const template = (date: string) => `title: Secret deleted
id: ${randomUUID()}
status: experimental
description: >-
  Say what happened when this rings, and why it matters.
references:
  - https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-cloudtrail.html
author: you
date: '${date}'
tags:
  - attack.impact
  - attack.t1485
logsource:
  product: aws
  service: cloudtrail
detection:
  call:
    eventSource: secretsmanager.amazonaws.com
    eventName: DeleteSecret
  failed:
    errorCode|exists: true
  condition: call and not failed
falsepositives:
  - Who does this for a good reason?
level: medium
x-tocsin:
  packs: [all]
  runbook:
    - What is to be done first?
  records:
    - &call
      {
        eventVersion: '1.11',
        userIdentity: { type: IAMUser, arn: 'arn:aws:iam::123456789012:user/alice' },
        eventTime: '${date}T10:00:00Z',
        eventSource: secretsmanager.amazonaws.com,
        eventName: DeleteSecret,
        awsRegion: us-east-1,
        sourceIPAddress: 198.51.100.7,
        userAgent: aws-cli/2,
        requestParameters: { secretId: prod/db },
        responseElements: null,
        readOnly: false,
        eventType: AwsApiCall,
        managementEvent: true,
        recipientAccountId: '123456789012',
        eventCategory: Management,
      }
  tests:
    match:
      - name: a deletion
        record: *call
    ignore:
      - name: a denied one
        record: { <<: *call, errorCode: AccessDenied, requestParameters: null }
`;
