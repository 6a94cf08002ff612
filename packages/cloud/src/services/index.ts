import type { Service } from '../kernel/service.ts';
import { cloudwatch } from './cloudwatch/index.ts';
import { cloudtrail } from './cloudtrail/index.ts';
import { iam } from './iam/index.ts';
import { sts } from './sts/index.ts';

/** Every service of this cloud. */
export const services: readonly Service[] = [cloudwatch, iam, sts];
