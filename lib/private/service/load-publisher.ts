import type { Duration, Size } from 'aws-cdk-lib';
import { DEFAULTS } from './container-rules';
import { proxyShare } from './load-proxy';
import { LoadEnvironment } from '../../contract/load-metric';
import type { Scaling } from '../../service/scaling';
import { LoadSource } from '../../service/scaling-options';
import { TaskSize } from '../../service/task-size';
import { items, numberBetween, oneOf, refuse, type Rule } from '../validate';

/** What the publication of the load per task follows from. */
export interface LoadPublisherOptions {
  readonly scaling: readonly Scaling[];
  readonly ratedRequestsPerSecond?: number;
  readonly loadSource?: LoadSource;
  readonly size?: TaskSize;
  readonly tmpSize?: Size;
}

/** Requests per second that a task may be rated for. */
export const LEAST_RATED_REQUESTS = 0.1;
export const MOST_RATED_REQUESTS = 100_000;

/** Who publishes the load per task; nobody where it is not known what a task can do, or where nothing follows it. */
export function loadPublisher({
  scaling,
  ratedRequestsPerSecond,
  loadSource,
}: LoadPublisherOptions): LoadSource | undefined {
  if (ratedRequestsPerSecond === undefined || !followsLoad(scaling)) return undefined;
  return loadSource ?? LoadSource.PROXY;
}

/** Refuses a load that nobody could publish, or that nothing would follow. */
export function loadPublisherRules(options: LoadPublisherOptions): Rule[] {
  const { scaling, ratedRequestsPerSecond, loadSource } = options;
  return [
    numberBetween(
      'ratedRequestsPerSecond',
      ratedRequestsPerSecond,
      LEAST_RATED_REQUESTS,
      MOST_RATED_REQUESTS,
      'it is what one task answers in a second when it is full: measure it',
    ),
    oneOf('loadSource', loadSource, Object.values(LoadSource), 'use LoadSource.PROXY'),
    refuse(
      loadSource !== undefined && ratedRequestsPerSecond === undefined,
      `loadSource must come with ratedRequestsPerSecond, got "${loadSource}" without it; measure what one task answers, or leave loadSource out to follow the CPU`,
    ),
    refuse(
      loadSource !== undefined && !followsLoad(scaling),
      `loadSource must come with Scaling.onLoad(), got "${loadSource}" without it; add it to scaling, or leave loadSource out`,
    ),
    loadPublisher(options) === LoadSource.PROXY ? tmpSizeRule(options) : undefined,
  ];
}

/** Variables of what publishes the load: the proxy, or the application. */
export function loadVariables(
  ratedRequestsPerSecond: number,
  healthCheck: { readonly path?: string; readonly interval: Duration },
): Record<string, string> {
  const { path, interval } = healthCheck;
  return {
    [LoadEnvironment.RATED_REQUESTS]: `${ratedRequestsPerSecond}`,
    [LoadEnvironment.HEALTH_CHECK_SECONDS]: `${interval.toSeconds()}`,
    // The front page is a health check of the load balancer only when the load balancer asks for it, and that is seen anyway.
    ...(path === undefined || path === '/' ? {} : { [LoadEnvironment.HEALTH_CHECK_PATH]: path }),
  };
}

function followsLoad(scaling: readonly Scaling[]): boolean {
  return items(scaling).some((policy) => policy._followsLoad);
}

/** Only where `tmpSize` fits into the task, but not into what the proxy leaves of it: the rest has a rule already. */
function tmpSizeRule({ size = DEFAULTS.size, tmpSize = DEFAULTS.tmpSize }: LoadPublisherOptions): Rule {
  if (!(size instanceof TaskSize) || tmpSize.isUnresolved()) return undefined;
  const left = size.memoryMiB - proxyShare(size).memoryMiB;
  const mebibytes = tmpSize.toKibibytes() / 1024;
  return refuse(
    mebibytes > left / 2 && mebibytes <= size.memoryMiB / 2,
    `tmpSize must be at most half of the memory that the proxy leaves, got ${mebibytes} of ${left} MiB; choose a larger size, or LoadSource.APPLICATION`,
  );
}
