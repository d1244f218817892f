import { MAX_SNAPSHOT_RETENTION_DAYS } from './cache-core';
import type { ServerlessCacheOptions } from './serverless-cache';
import { matches, wholeNumber, type Rule } from '../private/validate';

/** What is refused of what can be chosen, wherever the cache is. */
export function serverlessCacheOptionRules(props: ServerlessCacheOptions): Rule[] {
  return [
    wholeNumber(
      'maxDataGigabytes',
      props.maxDataGigabytes,
      1,
      5000,
      'ElastiCache offers no less and no more; spread more data over several caches',
    ),
    wholeNumber(
      'maxProcessingUnitsPerSecond',
      props.maxProcessingUnitsPerSecond,
      1000,
      15_000_000,
      'ElastiCache offers no less and no more; spread more load over several caches',
    ),
    matches(
      'majorEngineVersion',
      props.majorEngineVersion,
      /^[789]$/,
      'be a major version of Valkey: 7, 8 or 9',
      'leave it out for 8',
    ),
    wholeNumber(
      'snapshotRetentionDays',
      props.snapshotRetentionDays,
      0,
      MAX_SNAPSHOT_RETENTION_DAYS,
      'ElastiCache keeps none for longer; export a snapshot to S3 to keep it',
    ),
  ];
}
