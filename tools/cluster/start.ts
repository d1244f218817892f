import type { Cluster, ClusterOptions } from './cluster';
import { LocalCluster } from './local-cluster';

/** Starts the system on the loopback, on free ports, with everything that it keeps in one temporary folder. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const cluster = await LocalCluster.make(options);
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
