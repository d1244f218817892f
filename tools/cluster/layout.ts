import type { ClusterSize, DatabaseName, PartName } from './cluster';
import { freePorts } from './process/ports';

const WEB_NAMES = ['web-1', 'web-2', 'web-3'] as const satisfies readonly PartName[];
const WORKER_NAMES = ['worker-1', 'worker-2'] as const satisfies readonly PartName[];
const REPLICA_NAMES = ['replica-1', 'replica-2'] as const satisfies readonly DatabaseName[];

const FULL_SIZE: ClusterSize = { web: WEB_NAMES.length, workers: WORKER_NAMES.length, replicas: REPLICA_NAMES.length };

/** Every port of a cluster, and with them the names of what it has. */
export interface Layout {
  readonly databases: ReadonlyMap<DatabaseName, number>;
  readonly cache: number;
  readonly balancer: number;
  readonly endpoint: number;
  readonly cdn: number;
  readonly queues: number;
  readonly sessions: number;
  readonly parameters: number;
  /** Two for each web instance. */
  readonly web: ReadonlyMap<PartName, readonly [number, number]>;
  /** They listen on none. */
  readonly workers: readonly PartName[];
}

export async function makeLayout(size: ClusterSize = FULL_SIZE): Promise<Layout> {
  const databases = ['primary', ...REPLICA_NAMES.slice(0, size.replicas)] as const;
  const names = WEB_NAMES.slice(0, size.web);
  const ports = await freePorts(7 + databases.length + 2 * names.length);
  const [cache, balancer, endpoint, cdn, queues, sessions, parameters, ...others] = ports;
  const web = others.splice(0, 2 * names.length);
  return {
    databases: new Map(databases.map((name, index) => [name, others[index]])),
    cache,
    balancer,
    endpoint,
    cdn,
    queues,
    sessions,
    parameters,
    web: new Map(names.map((name, index) => [name, [web[2 * index], web[2 * index + 1]]])),
    workers: WORKER_NAMES.slice(0, size.workers),
  };
}
