import type * as rds from 'aws-cdk-lib/aws-rds';
import { AURORA_PORT } from './aurora-cluster';
import type { DatabaseOptions } from './database';

/**
 * How a database is reached past a proxy. Logical replication does not go through RDS Proxy
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html, limitations for PostgreSQL).
 */
export interface DirectEndpoints {
  readonly writerHost: string;
  readonly readerHost: string;
  readonly port: number;
  /** Parameters of the engine that were asked for. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The endpoints of a cluster itself. */
export function directAurora(cluster: rds.DatabaseCluster, { parameters = {} }: DatabaseOptions): DirectEndpoints {
  return {
    writerHost: cluster.clusterEndpoint.hostname,
    readerHost: cluster.clusterReadEndpoint.hostname,
    port: AURORA_PORT,
    parameters,
  };
}
