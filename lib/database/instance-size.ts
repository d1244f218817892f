import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { DatabaseEngineFamily } from './database';

/** Instance families that run the current versions of PostgreSQL and MySQL on RDS. */
const FAMILIES = /^(t3|t4g|m[5-8]\w*|r[5-8]\w*|x2\w*|z1d|c6gd)\.(?!nano)/;

/** Memory of a virtual CPU in GiB, by the letter of the family. */
const MEMORY_OF_VCPU: Readonly<Record<string, number>> = { c: 2, t: 4, m: 4, r: 8, x: 16, z: 8 };

/** Memory of the sizes below `large`, which exist in burstable families only. */
const SMALL_SIZES: Readonly<Record<string, number>> = { micro: 1, small: 2, medium: 4 };

/** Whether RDS runs the engines on it. */
export function isDatabaseInstanceType(type: ec2.InstanceType): boolean {
  return FAMILIES.test(type.toString());
}

/** Memory in GiB, or nothing where the type does not tell. */
export function memoryOf(type: ec2.InstanceType): number | undefined {
  const [family = '', size = ''] = type.toString().split('.');
  if (SMALL_SIZES[size]) return SMALL_SIZES[size];
  const [, times, isLarge] = /^(\d*)(xlarge|large)$/.exec(size) ?? [];
  const ofVcpu = MEMORY_OF_VCPU[family.charAt(0)];
  if (isLarge === undefined || ofVcpu === undefined) return undefined;
  return ofVcpu * (isLarge === 'large' ? 2 : 4 * Number(times || 1));
}

/** MySQL has too little memory for Performance Insights on the smallest instances (RDS refuses it). */
export function hasInsights(type: ec2.InstanceType, family: DatabaseEngineFamily): boolean {
  return family !== DatabaseEngineFamily.MYSQL || !/\.(micro|small)$/.test(type.toString());
}

/**
 * Connections that an instance accepts by default, an eighth less than the formula says: RDS keeps some memory for itself
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections).
 */
export function connectionLimit(type: ec2.InstanceType, family: DatabaseEngineFamily): number | undefined {
  const memory = memoryOf(type);
  if (memory === undefined) return undefined;
  const bytes = memory * 1024 ** 3;
  const isMysql = family === DatabaseEngineFamily.MYSQL;
  const byMemory = bytes / (isMysql ? 12_582_880 : 9_531_392);
  return Math.floor(0.875 * Math.min(byMemory, isMysql ? 16_000 : 5_000));
}
