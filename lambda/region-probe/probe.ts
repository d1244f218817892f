import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { ProbeMetric, type RegionProbeConfig } from '../../lib/contract/region-probe';
import { inEachInterval, type Clock } from '../schedule/in-each-interval';

/** What probing needs of the world. */
export interface World extends Clock {
  /** Whether a region answers at the edge. */
  reaches(region: string): Promise<boolean>;
  publish(data: MetricDatum[]): Promise<unknown>;
}

/**
 * Looks at every region once in each interval of ten seconds, and publishes which of the others do not answer. Where its own does not answer either,
 * it publishes nothing: that tells of the probe or the edge, and not of the others. It fails at the end then, so that an alarm tells of it.
 */
export async function probeForOneMinute(config: RegionProbeConfig, eventTime: string, world: World): Promise<void> {
  let blind = 0;
  await inEachInterval(eventTime, world, async (timestamp) => {
    const [own, ...others] = await Promise.all(
      [config.region, ...config.others].map((region) => world.reaches(region)),
    );
    if (own) await world.publish(config.others.map((region, index) => datum(config, region, others[index], timestamp)));
    else blind += 1;
    return true;
  });
  if (blind > 0) throw new Error(`${config.region} did not reach itself through the edge ${blind} times`);
}

function datum(
  { deployment }: RegionProbeConfig,
  region: string,
  reached: boolean | undefined,
  timestamp: Date,
): MetricDatum {
  return {
    MetricName: ProbeMetric.UNREACHABLE,
    Value: reached ? 0 : 1,
    Timestamp: timestamp,
    StorageResolution: 1,
    Dimensions: [
      { Name: ProbeMetric.DEPLOYMENT, Value: deployment },
      { Name: ProbeMetric.REGION, Value: region },
    ],
  };
}
