import type { DatabaseName, PartName } from './cluster';
import { freePorts } from './process/ports';

export const WEB_NAMES = ['web-1', 'web-2', 'web-3'] as const satisfies readonly PartName[];
export const WORKER_NAMES = ['worker-1', 'worker-2'] as const satisfies readonly PartName[];

/** Every port of a cluster. */
export interface Layout {
  readonly databases: Readonly<Record<DatabaseName, number>>;
  readonly cache: number;
  readonly balancer: number;
  readonly endpoint: number;
  readonly cdn: number;
  readonly queues: number;
  readonly sessions: number;
  readonly parameters: number;
  /** Two for each web instance. */
  readonly web: readonly (readonly [number, number])[];
}

export async function makeLayout(): Promise<Layout> {
  const ports = await freePorts(10 + 2 * WEB_NAMES.length);
  const [primary, first, second, cache, balancer, endpoint, cdn, queues, sessions, parameters, ...web] = ports;
  return {
    databases: { primary, 'replica-1': first, 'replica-2': second },
    cache,
    balancer,
    endpoint,
    cdn,
    queues,
    sessions,
    parameters,
    web: WEB_NAMES.map((_name, index) => [web[2 * index], web[2 * index + 1]]),
  };
}
