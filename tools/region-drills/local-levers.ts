import type { Promotion } from '../../lib/contract/region-plan/steps';
import type { Shares } from '../../lib/contract/region-plan/shares';
import type { Weights } from '../../lib/contract/region-plan/weights';
import type { PartName } from '../cluster';
import { until } from '../cluster/process/until';
import type { Control, Tasks } from './control';
import type { Edge } from './edge/edge';
import { HEAD, SIZE, type Site } from './regions';
import { currentPosition, hasPosition, lagSeconds, receivedPosition } from './replication';

/** The one service whose instances are counted. */
const SERVICE = 'web';

/** Share of requests that users put up with, within so many milliseconds, of so many requests at least. */
const WORSE = 0.05;
const LATELY = 2000;
const ENOUGH = 20;

/** What levers move. */
export interface LeverGround {
  readonly sites: readonly Site[];
  readonly edge: Edge;
  readonly control: Control;
}

/** How things are before a move. */
export interface Survey {
  readonly weights: Weights;
  readonly minimums: Tasks;
  readonly running: Tasks;
}

/** What an evacuation or a return does to the regions on this machine. Each is as if done once, however often it is done. */
export class LocalLevers {
  public constructor(private readonly ground: LeverGround) {}

  public async survey(regions: readonly string[]): Promise<Survey> {
    const each = regions.map(async (region) => [region, { [SERVICE]: (await this.serving(region)).length }] as const);
    const { minimums } = this.ground.control.record;
    return {
      weights: Object.fromEntries(this.ground.edge.store.routing().regions.map(({ name, weight }) => [name, weight])),
      minimums: Object.fromEntries(regions.map((region) => [region, minimums[region] ?? { [SERVICE]: SIZE.web }])),
      running: Object.fromEntries(await Promise.all(each)),
    };
  }

  /** Why regions could not carry so much; nothing when they could. */
  public shortOf(floors: Shares): Promise<readonly string[]> {
    const short = Object.entries(floors).flatMap(([region, share]) =>
      tasksFor(share) <= SIZE.web ? [] : [`${region} has ${SIZE.web} web instances for ${share} of the load`],
    );
    return Promise.resolve(short);
  }

  /** Asks for as many web instances as carry shares of the load, and never for less than before. */
  public async raiseFloors(floors: Shares): Promise<void> {
    const { minimums } = await this.survey(Object.keys(floors));
    const raised = Object.entries(floors).map(([region, share]): [string, Tasks[string]] => [
      region,
      { [SERVICE]: Math.max(minimums[region][SERVICE], tasksFor(share)) },
    ]);
    await this.setFloors(Object.fromEntries(raised));
  }

  /** What has been asked for and does not serve yet. */
  public async missing(regions: readonly string[]): Promise<readonly string[]> {
    const each = regions.map(async (region) => {
      const serving = await this.serving(region);
      return this.namesIn(region).filter((name) => !serving.includes(name));
    });
    return (await Promise.all(each)).flatMap((names, index) => names.map((name) => `${name} of ${regions[index]}`));
  }

  /** The least tasks become what is said. Those that are there beyond it stay: scaling in is of no interest here. */
  public setFloors(tasks: Tasks): Promise<void> {
    const { control } = this.ground;
    control.write({ minimums: { ...control.record.minimums, ...tasks } });
    for (const region of Object.keys(tasks)) {
      const { cluster } = this.site(region);
      // Whether they come is found out by who waits for them.
      for (const name of this.namesIn(region))
        cluster
          .part(name)
          .start()
          .catch(() => {});
    }
    return Promise.resolve();
  }

  /** Seconds that the copy in a region is behind the writer, 0 in the writer itself; nothing where it follows nobody. */
  public lagOf(region: string, writer = this.ground.control.record.writer): Promise<number | undefined> {
    return writer === region ? Promise.resolve(0) : lagSeconds(this.site(writer).cluster);
  }

  public shift(weights: Weights): Promise<void> {
    const { store } = this.ground.edge;
    const routing = store.routing();
    const regions = routing.regions.map((region) => ({ ...region, weight: weights[region.name] }));
    store.write({ ...routing, regions });
    return Promise.resolve();
  }

  /** What users suffer from in regions, lately. */
  public complaints(regions: readonly string[]): Promise<readonly string[]> {
    const since = Date.now() - LATELY;
    const complaints = regions.flatMap((region) => {
      const { requests, failed } = this.ground.edge.sightings.of(region, since);
      if (requests < ENOUGH || failed <= WORSE * requests) return [];
      return [`${failed} of ${requests} requests failed in ${region}`];
    });
    return Promise.resolve(complaints);
  }

  /** A region becomes the one that writes. */
  public async promote(
    region: string,
    promotion: Promotion,
    writer = this.ground.control.record.writer,
  ): Promise<void> {
    if (this.ground.control.record.writer === region) return;
    const [old, successor] = [this.site(writer), this.site(region)];
    if (promotion === 'failover') await this.failOver(old, successor);
    else await this.switchOver(old, successor);
  }

  /** Whether a region is the one that writes, and does. */
  public async isPromoted(region: string): Promise<boolean> {
    if (this.ground.control.record.writer !== region) return false;
    const [row] = await this.site(region).cluster.sql(HEAD, 'SELECT pg_is_in_recovery() AS follows');
    return row.follows === false;
  }

  /** The edge sends writes to a region, and who wrote before follows it, if it is there. */
  public async sendWrites(region: string): Promise<void> {
    const { edge, sites } = this.ground;
    edge.store.write({ ...edge.store.routing(), writer: region });
    const { upstream } = this.site(region);
    const retired = sites.filter(({ name, cluster }) => name !== region && cluster.part(HEAD).state === 'stopped');
    await Promise.all(retired.map(({ cluster }) => cluster.region.follow(upstream)));
  }

  /** Nobody writes between both: the old writer has ended, and the new one has all that it wrote. */
  private async switchOver(old: Site, successor: Site): Promise<void> {
    const position = await currentPosition(old.cluster);
    await until(`${successor.name} following ${old.name}`, 20, () => hasPosition(old.cluster, position));
    try {
      const end = await old.cluster.region.retire();
      await until(`the end of the log of ${old.name} in ${successor.name}`, 10, async () => {
        return (await receivedPosition(successor.cluster)) > end;
      });
    } catch (error) {
      // It has taken no writes since, and nobody else has: it goes on.
      await old.cluster.part(HEAD).start();
      throw error;
    }
    // Written down first: whoever comes back follows.
    this.ground.control.write({ writer: successor.name });
    await successor.cluster.region.takeOver();
  }

  /** The old writer cannot be asked. What it had not sent is lost, and it is followed by nobody any more. */
  private async failOver(old: Site, successor: Site): Promise<void> {
    this.ground.control.write({ writer: successor.name });
    old.line.cut();
    await successor.cluster.region.takeOver();
  }

  /** Web instances that a region has to have at least. */
  private namesIn(region: string): PartName[] {
    const least = this.ground.control.record.minimums[region]?.[SERVICE] ?? SIZE.web;
    return Array.from({ length: Math.min(least, SIZE.web) }, (_, index) => `web-${index + 1}` as PartName);
  }

  /** Web instances that requests are sent to. */
  private async serving(region: string): Promise<PartName[]> {
    const { parts } = await this.site(region).cluster.status();
    return parts.filter(({ serving }) => serving === true).map(({ name }) => name);
  }

  private site(name: string): Site {
    const site = this.ground.sites.find((one) => one.name === name);
    if (!site)
      throw new Error(`the region must be one of ${this.ground.sites.map((one) => one.name).join(', ')}, got ${name}`);
    return site;
  }
}

/** How many web instances carry a share of the load: all of a region carry the whole. */
export function tasksFor(share: number): number {
  return Math.ceil(share * SIZE.web - 1e-9);
}
