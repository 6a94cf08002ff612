import type { Service } from '../kernel/service.ts';
import { cloudtrail } from './cloudtrail/index.ts';
import { cloudwatch } from './cloudwatch/index.ts';
import { events } from './events/index.ts';
import { iam } from './iam/index.ts';
import { lambda } from './lambda/index.ts';
import { logs } from './logs/index.ts';
import { organizations } from './organizations/index.ts';
import { s3 } from './s3/index.ts';
import { secretsmanager } from './secretsmanager/index.ts';
import { sns } from './sns/index.ts';
import { sqs } from './sqs/index.ts';
import { ssm } from './ssm/index.ts';
import { sts } from './sts/index.ts';

/** Every service of this cloud. */
export const services: readonly Service[] = [
  cloudtrail,
  cloudwatch,
  events,
  iam,
  lambda,
  logs,
  organizations,
  s3,
  secretsmanager,
  sns,
  sqs,
  ssm,
  sts,
];
