import { until } from '../cluster/process/until';
import type { Person } from '../drills/load/plan';
import { signIn } from '../drills/people';
import { Control } from './control';
import { Edge } from './edge/edge';
import type { Health } from './edge/health';
import { VIEWER_ADDRESS } from './edge/location';
import { Probes } from './edge/probes';
import { GlobalDatabase } from './global-database';
import { LocalLevers } from './local-levers';
import { PLACES, PLAN, siteOf, startRegions, stopRegions, type RegionsOptions, type Site } from './regions';
import { copySessions } from './sessions';
import { Watchers } from './watchers';

/** People of each place. */
const PEOPLE = 6;

export interface GroundOptions extends RegionsOptions {
  /** Told when all places agree that a region is healthy or not. */
  readonly changed: (region: string, health: Health) => void;
}

/** Both regions with everything around them that is of no region. */
export class Ground {
  private constructor(
    public readonly sites: readonly Site[],
    public readonly edge: Edge,
    public readonly control: Control,
    public readonly database: GlobalDatabase,
    public readonly levers: LocalLevers,
    public readonly watchers: Watchers,
    private readonly probes: Probes,
    /** Those who use the service, by the place where they are. */
    public readonly people: ReadonlyMap<string, readonly Person[]>,
  ) {}

  public static async start(options: GroundOptions): Promise<Ground> {
    const sites = await startRegions(options);
    const begun: (() => unknown)[] = [];
    try {
      const [writer] = PLAN.regions;
      const control = new Control();
      const database = new GlobalDatabase(sites);
      const edge = new Edge({
        origins: sites.map(({ name, cluster }) => ({ name, url: cluster.url })),
        places: PLACES,
        farMilliseconds: 2 * options.delayMilliseconds,
        writer,
      });
      begun.push(() => edge.close());
      await edge.listen();
      const people = await everybody(edge, sites[0].cluster.url);
      await copySessions(sites[0].cluster, sites[1].cluster);
      const watchers = new Watchers(sites, database);
      begun.push(() => watchers.stop());
      await watchers.start();
      const probes = new Probes(edge.links, options.changed);
      const levers = new LocalLevers({ sites, edge, database });
      return new Ground(sites, edge, control, database, levers, watchers, probes, people);
    } catch (error) {
      await Promise.all(begun.map((end) => end()));
      await stopRegions(sites);
      throw error;
    }
  }

  public site(name: string): Site {
    return siteOf(this.sites, name);
  }

  /** Who takes writes. */
  public get writer(): Site {
    return this.site(this.database.writer);
  }

  /** A region is gone at once: every process is killed, and nobody answers for it anywhere. */
  public async lose(name: string): Promise<void> {
    const { cluster, line } = this.site(name);
    line.cut();
    this.edge.linksTo(name).forEach((link) => link.cut());
    await cluster.region.lose();
  }

  /** A lost region is there again. It asks who takes writes, and follows that one. */
  public async comeBack(name: string): Promise<void> {
    const { writer } = this;
    const { cluster, line } = this.site(name);
    if (writer.name === name) throw new Error(`${name} must not be the writer, to come back as one that follows it`);
    line.mend();
    line.slowBy(0);
    await cluster.region.rejoin(writer.upstream);
    await copySessions(writer.cluster, cluster);
    this.edge.linksTo(name).forEach((link) => link.mend());
  }

  public async stop(): Promise<void> {
    await Promise.all([this.probes.stop(), this.watchers.stop()]);
    await this.edge.close();
    await stopRegions(this.sites);
  }
}

/** Signs everybody up at home, and gives each an address in their place. The edge is less patient, and passwords are slow to check. */
async function everybody(edge: Edge, url: string): Promise<Map<string, Person[]>> {
  let all: Person[] = [];
  // Nothing is measured yet, and whoever repeats it gets the same answer: the first requests open every connection.
  await until('everybody signed in', 60, async () => {
    all = await signIn(url, PEOPLE * edge.urls.size);
    return true;
  });
  const places = [...edge.urls.keys()].map((place, index): [string, Person[]] => [
    place,
    all.slice(index * PEOPLE, (index + 1) * PEOPLE).map((person, which) => ({
      ...person,
      headers: { [VIEWER_ADDRESS]: `198.51.100.${1 + index * PEOPLE + which}` },
    })),
  ]);
  return new Map(places);
}
