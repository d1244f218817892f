import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { ScheduledEvent } from 'aws-lambda';
import { ProbeMetric, REGION_PROBE_CONFIG, type RegionProbeConfig } from '../../lib/contract/region-probe';
import { probeForOneMinute, type World } from './probe';
import { reachesRegion } from './reach';

// A publication has to be over before the next one: two tries of two seconds at most.
const cloudwatch = new CloudWatchClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 },
});
const config = JSON.parse(process.env[REGION_PROBE_CONFIG] ?? '') as RegionProbeConfig;

const world: World = {
  reaches: (region) => reachesRegion(config.url, region),
  publish: (data) => cloudwatch.send(new PutMetricDataCommand({ Namespace: ProbeMetric.NAMESPACE, MetricData: data })),
  now: Date.now,
  sleep,
};

/** Looks at every region through the edge, for one minute. */
export const handler = (event: Pick<ScheduledEvent, 'time'>): Promise<void> =>
  probeForOneMinute(config, event.time, world);
