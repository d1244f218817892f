import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ICache } from './cache';
import type { IMonitoring } from '../monitoring';
import { NEAR_MAXIMUM } from '../private/near-maximum';

/** What a serverless cache may use at most. */
export interface ServerlessCacheLimits {
  readonly maxDataGigabytes: number;
  readonly maxProcessingUnitsPerSecond: number;
}

/** Alarms before the limits are reached and when commands are refused, and the cache's row on the dashboard. */
export function monitorServerlessCache(
  cache: ICache & Construct,
  monitoring: IMonitoring,
  limits: ServerlessCacheLimits,
): void {
  const metric = (metricName: string, statistic: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/ElastiCache',
      metricName,
      // Lower case: serverless caches publish under no other dimension.
      dimensionsMap: { clusterId: cache.cacheName },
      statistic,
      period: Duration.minutes(1),
    });
  const throttled = metric('ThrottledCmds', cloudwatch.Stats.SUM);
  const data = metric('BytesUsedForCache', cloudwatch.Stats.MAXIMUM);
  const units = metric('ElastiCacheProcessingUnits', cloudwatch.Stats.SUM);

  monitoring.addAlarm(cache, 'Throttled', {
    metric: throttled,
    threshold: 1,
    summary: 'The cache refuses commands: load grows faster than it does, or has reached its limit.',
    runbook: 'cache-throttled',
  });
  monitoring.addAlarm(cache, 'DataNearLimit', {
    metric: data,
    threshold: NEAR_MAXIMUM * limits.maxDataGigabytes * 1e9,
    summary: 'The cache holds more than 80 percent of the data it may hold; keys will be evicted or writes fail.',
    runbook: 'cache-data-near-limit',
  });
  monitoring.addAlarm(cache, 'LoadNearLimit', {
    metric: units,
    threshold: NEAR_MAXIMUM * limits.maxProcessingUnitsPerSecond * 60,
    summary: 'The cache works at more than 80 percent of the load it may take; commands will be throttled.',
    runbook: 'cache-load-near-limit',
  });
  monitoring.addSection({
    title: `Cache ${cache.cacheName}`,
    widgets: [
      new cloudwatch.GraphWidget({ title: 'Data (bytes)', left: [data], width: 6 }),
      new cloudwatch.GraphWidget({ title: 'Processing units a minute', left: [units], right: [throttled], width: 6 }),
      new cloudwatch.GraphWidget({
        title: 'Hit rate (percent)',
        left: [metric('CacheHitRate', cloudwatch.Stats.AVERAGE)],
        width: 6,
      }),
      new cloudwatch.GraphWidget({
        title: 'Latency (microseconds, p99)',
        left: [metric('SuccessfulReadRequestLatency', 'p99'), metric('SuccessfulWriteRequestLatency', 'p99')],
        right: [metric('CurrConnections', cloudwatch.Stats.MAXIMUM)],
        width: 6,
      }),
    ],
  });
}
