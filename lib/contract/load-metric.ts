import { Environment } from './environment';

/**
 * How much of what a task can do is asked of it: what the middleware or the proxy of `runtime/` publishes, and the scaling of
 * services follows. One means that requests arrive at the rate that the task is rated for; it does not saturate above that.
 */

/** Namespace, name and dimensions of what is published. Its unit is `None`. */
export const LoadMetric = {
  NAMESPACE: 'ZeroToMillions',
  /** Requests that arrived at a task in a second, over the rated ones. */
  LOAD: 'LoadPerTask',
  /** Dimension: name of the deployment. */
  DEPLOYMENT: 'Deployment',
  /** Dimension: name of the service. */
  SERVICE: 'Service',
} as const;

/** Seconds of a period. Periods are aligned to the wall clock, so that those of all tasks are the same. */
export const LOAD_INTERVAL = 10;

/** Variables that tell the middleware and the proxy what they measure. */
export const LoadEnvironment = {
  /** Name of the deployment, such as `shop-prod`. */
  DEPLOYMENT: Environment.DEPLOYMENT,
  /** Name of the service within the deployment, such as `web`. */
  SERVICE: Environment.SERVICE,
  /** Requests per second that a task is rated for. */
  RATED_REQUESTS: 'RATED_REQUESTS_PER_SECOND',
  /** Path that the load balancer asks for the health of the task: not counted. */
  HEALTH_CHECK_PATH: 'HEALTH_CHECK_PATH',
  /**
   * Seconds between two health checks of the load balancer. Where it is given, a task that nobody checks any more publishes no
   * zeros: it is not in service yet, or leaves it.
   */
  HEALTH_CHECK_SECONDS: 'HEALTH_CHECK_SECONDS',
} as const;

/** Further variables of the proxy. */
export const ProxyEnvironment = {
  /** Port that the proxy listens on, which is the port of the target group. */
  PORT: 'LOAD_PROXY_PORT',
  /** Port of the application on 127.0.0.1. */
  APPLICATION_PORT: 'APPLICATION_PORT',
  /** Seconds that open requests have to finish after SIGTERM: less than the stop timeout of its container. */
  DRAIN_SECONDS: 'DRAIN_SECONDS',
  /** Seconds that the application has for an answer: more than the idle timeout of the load balancer, which then answers first. */
  TIMEOUT_SECONDS: 'APPLICATION_TIMEOUT_SECONDS',
} as const;

/** What a task is, and what it is rated for. */
export interface LoadSubject {
  readonly deployment: string;
  readonly service: string;
  readonly ratedRequestsPerSecond: number;
}

/** What arrived at a task in a period. */
export interface LoadPeriod {
  /** Milliseconds since 1970 at which the period starts. */
  readonly start: number;
  readonly requests: number;
  /** Seconds in which they arrived: those of a period, more or less only where the task starts or ends. */
  readonly seconds: number;
}

/** Load of a task in a period. */
export function loadOf(period: Pick<LoadPeriod, 'requests' | 'seconds'>, ratedRequestsPerSecond: number): number {
  return period.requests / period.seconds / ratedRequestsPerSecond;
}

/** The line of log, without its end, that CloudWatch makes a datapoint of (embedded metric format). */
export function renderLoad(subject: LoadSubject, period: LoadPeriod): string {
  const load = loadOf(period, subject.ratedRequestsPerSecond);
  return JSON.stringify({
    _aws: {
      Timestamp: period.start,
      CloudWatchMetrics: [
        {
          Namespace: LoadMetric.NAMESPACE,
          Dimensions: [[LoadMetric.DEPLOYMENT, LoadMetric.SERVICE]],
          Metrics: [{ Name: LoadMetric.LOAD, Unit: 'None', StorageResolution: 1 }],
        },
      ],
    },
    [LoadMetric.DEPLOYMENT]: subject.deployment,
    [LoadMetric.SERVICE]: subject.service,
    [LoadMetric.LOAD]: Number(load.toPrecision(6)),
    // For people who read the log: what the load was made of.
    Requests: period.requests,
    Seconds: period.seconds,
  });
}
