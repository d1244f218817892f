import { RegionMode, type RegionPlan } from '../../lib/contract/region-plan/plan';
import { startCluster, type Cluster, type ClusterSize, type DatabaseName, type Upstream } from '../cluster';
import { secret } from '../cluster/engines/databases';
import { builtService } from '../cluster/service-programs';
import { DelayedProxy } from './delayed-proxy';

/** The regions of the drills, home first. */
export const [HOME, OTHER] = ['eu-west-1', 'us-east-1'] as const;

/** Both serve the viewers near them, and one of them writes. */
export const PLAN: RegionPlan = {
  regions: [HOME, OTHER],
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
  decision: 'alarm',
  objective: { timeSeconds: 300, pointSeconds: 5 },
};

/** A place where viewers are, with its country: the natural region of each is another one. */
export const PLACES = { dublin: 'IE', ashburn: 'US' } as const;

/** What each region has: two regions share one machine. */
export const SIZE: ClusterSize = { web: 2, workers: 1, replicas: 1 };

/** The database that a region's other one follows, and that follows another region's. */
export const HEAD: DatabaseName = 'primary';

/** A region: a complete cluster, and the line on which others follow its writer. */
export interface Site {
  readonly name: string;
  readonly cluster: Cluster;
  readonly line: DelayedProxy;
  /** What another region follows. */
  readonly upstream: Upstream;
}

export interface RegionsOptions {
  /** How long the line between both takes, each way. */
  readonly delayMilliseconds: number;
  readonly log: (text: string) => void;
}

/** Starts both regions: home, and another one that follows it. */
export async function startRegions({ delayMilliseconds, log }: RegionsOptions): Promise<Site[]> {
  const programs = await builtService();
  const secrets = { administrator: secret(), service: secret(), tokens: secret() };
  const sites: Site[] = [];
  try {
    for (const name of PLAN.regions) {
      const region = { secrets, upstream: sites[0]?.upstream };
      const told = (text: string) => log(`${name}: ${text}`);
      const cluster = await startCluster({ programs, synchronous: false, size: SIZE, region, log: told });
      sites.push(await makeSite(name, cluster, delayMilliseconds));
    }
    return sites;
  } catch (error) {
    await stopRegions(sites);
    throw error;
  }
}

export async function stopRegions(sites: readonly Site[]): Promise<void> {
  sites.forEach(({ line }) => line.close());
  await Promise.all(sites.map(({ cluster }) => cluster.stop()));
}

/** The region of a name. */
export function siteOf(sites: readonly Site[], name: string): Site {
  const site = sites.find((one) => one.name === name);
  if (!site) throw new Error(`the region must be one of ${PLAN.regions.join(', ')}, got ${name}`);
  return site;
}

async function makeSite(name: string, cluster: Cluster, delayMilliseconds: number): Promise<Site> {
  const line = new DelayedProxy(cluster.part(HEAD).address?.port ?? 0, delayMilliseconds);
  const port = await line.listen();
  return { name, cluster, line, upstream: { port, data: cluster.region.data } };
}
