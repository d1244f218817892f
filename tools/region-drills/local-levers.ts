import type { Survey, Tasks } from '../../lib/contract/region-control';
import type { Shares } from '../../lib/contract/region-plan/shares';
import type { Promotion } from '../../lib/contract/region-plan/steps';
import type { Weights } from '../../lib/contract/region-plan/weights';
import type { PartName } from '../cluster';
import type { Levers } from '../evacuation/levers';
import { leastTasks } from '../evacuation/load';
import type { Edge } from './edge/edge';
import type { GlobalDatabase } from './global-database';
import { PLAN, SIZE, siteOf, type Site } from './regions';
import { lagSeconds } from './replication';

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
  readonly database: GlobalDatabase;
}

/** What an evacuation or a return does to the regions on this machine. */
export class LocalLevers implements Levers {
  /** The least tasks that scaling keeps. Those that are there beyond them stay: scaling in is of no interest here. */
  public minimums: Tasks = Object.fromEntries(PLAN.regions.map((region) => [region, { [SERVICE]: SIZE.web }]));

  public constructor(private readonly ground: LeverGround) {}

  public async survey(regions: readonly string[]): Promise<Survey> {
    const each = regions.map(async (region) => [region, { [SERVICE]: (await this.serving(region)).length }] as const);
    return {
      weights: Object.fromEntries(this.ground.edge.store.routing().regions.map(({ name, weight }) => [name, weight])),
      minimums: Object.fromEntries(regions.map((region) => [region, this.minimums[region]])),
      running: Object.fromEntries(await Promise.all(each)),
    };
  }

  public shortOf(floors: Shares, survey: Survey): Promise<readonly string[]> {
    const short = Object.entries(leastTasks(PLAN, floors, survey)).flatMap(([region, tasks]) =>
      tasks[SERVICE] <= SIZE.web ? [] : [`${region} has ${SIZE.web} web instances, and ${tasks[SERVICE]} are needed`],
    );
    return Promise.resolve(short);
  }

  public raiseFloors(floors: Shares, survey: Survey): Promise<void> {
    return this.setFloors(leastTasks(PLAN, floors, survey));
  }

  public async missing(regions: readonly string[]): Promise<readonly string[]> {
    const each = regions.map(async (region) => {
      const serving = await this.serving(region);
      const missing = this.namesIn(region).filter((name) => !serving.includes(name));
      return missing.map((name) => `${name} of ${region} does not serve yet`);
    });
    return (await Promise.all(each)).flat();
  }

  public setFloors(tasks: Tasks): Promise<void> {
    this.minimums = { ...this.minimums, ...tasks };
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

  public lagOf(region: string, writer: string): Promise<number | undefined> {
    return writer === region ? Promise.resolve(0) : lagSeconds(this.site(writer).cluster);
  }

  public shift(weights: Weights): Promise<void> {
    const { store } = this.ground.edge;
    const routing = store.routing();
    const regions = routing.regions.map((region) => ({ ...region, weight: weights[region.name] }));
    store.write({ ...routing, regions });
    return Promise.resolve();
  }

  public complaints(regions: readonly string[]): Promise<readonly string[]> {
    const since = Date.now() - LATELY;
    const complaints = regions.flatMap((region) => {
      const { requests, failed } = this.ground.edge.sightings.of(region, since);
      if (requests < ENOUGH || failed <= WORSE * requests) return [];
      return [`${failed} of ${requests} requests failed in ${region}`];
    });
    return Promise.resolve(complaints);
  }

  public promote(region: string, promotion: Promotion): Promise<void> {
    return this.ground.database.promote(region, promotion);
  }

  public isPromoted(region: string): Promise<boolean> {
    return this.ground.database.isPromoted(region);
  }

  public async sendWrites(region: string): Promise<void> {
    const { edge, database } = this.ground;
    edge.store.write({ ...edge.store.routing(), writer: region });
    await database.followed();
  }

  /** Web instances that a region has to have at least. */
  private namesIn(region: string): PartName[] {
    const number = Math.min(this.minimums[region][SERVICE], SIZE.web);
    return Array.from({ length: number }, (_, index) => `web-${index + 1}` as PartName);
  }

  /** Web instances that requests are sent to. */
  private async serving(region: string): Promise<PartName[]> {
    const { parts } = await this.site(region).cluster.status();
    return parts.filter(({ serving }) => serving === true).map(({ name }) => name);
  }

  private site(name: string): Site {
    return siteOf(this.ground.sites, name);
  }
}
