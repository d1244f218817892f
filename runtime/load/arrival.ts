import type { IncomingMessage } from 'node:http';
import type { MeasuredTask } from './subject';

/** What a request is to a meter. */
export type Arrival = 'request' | 'health-check' | 'balancer-health-check';

/** What of a request tells. */
export type ArrivingRequest = Pick<IncomingMessage, 'url' | 'headers' | 'socket'> & {
  /** Set by express, which takes off of `url` what a router is mounted at. */
  readonly originalUrl?: string;
};

/** How an Application Load Balancer names itself when it checks a target. */
const BALANCER = 'ELB-HealthChecker/';

/** Added by the load balancer to everything that it passes on, and so missing in what it sends by itself. */
const PASSED_ON = 'x-amzn-trace-id';

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/**
 * Tells requests of users from health checks: of the load balancer, and of the container on itself. The path alone would not do,
 * since that of the home page is a usual one; and whoever calls himself a health checker is counted all the same.
 */
export function arrivalOf(
  request: ArrivingRequest,
  { healthCheckPath }: Pick<MeasuredTask, 'healthCheckPath'>,
): Arrival {
  const { headers, socket, url = '', originalUrl = url } = request;
  if (headers[PASSED_ON] !== undefined) return 'request';
  if (headers['user-agent']?.startsWith(BALANCER)) return 'balancer-health-check';
  const isOwn = originalUrl.split('?', 1)[0] === healthCheckPath && LOOPBACK.includes(socket.remoteAddress ?? '');
  return isOwn ? 'health-check' : 'request';
}
