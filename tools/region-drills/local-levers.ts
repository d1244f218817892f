import { setTimeout as sleep } from 'node:timers/promises';
import type { Promotion, RecordStep, ShiftStep } from '../../lib/contract/region-plan/steps';
import type { Shares } from '../../lib/contract/region-plan/shares';
import type { PartName } from '../cluster';
import { until } from '../cluster/process/until';
import type { Control } from './control';
import type { Edge } from './edge/edge';
import { HEAD, SIZE, type Site } from './regions';
import { currentPosition, hasPosition, lagSeconds, receivedPosition } from './replication';

/** Share of requests that may fail while a region is watched, of so many at least. */
const WORSE = 0.05;
const ENOUGH = 20;

/** What levers move. */
export interface LeverGround {
  readonly sites: readonly Site[];
  readonly edge: Edge;
  readonly control: Control;
}

/** What an evacuation or a return does to the regions on this machine. Each is as if done once, however often it is done. */
export class LocalLevers {
  public constructor(private readonly ground: LeverGround) {}

  /** Why regions could not carry so much; nothing when they could. */
  public shortOf(floors: Shares): string[] {
    return Object.entries(floors).flatMap(([region, share]) =>
      webNames(share).length <= SIZE.web ? [] : [`${region} has ${SIZE.web} web instances for ${share} of the load`],
    );
  }

  /** Asks for as many web instances as carry a share of the load, beside those that are there. */
  public raiseFloors(floors: Shares): void {
    this.ground.control.write({ floors: { ...this.ground.control.record.floors, ...floors } });
    for (const [region, share] of Object.entries(floors)) {
      const { cluster } = this.site(region);
      // Whether they come is found out by who waits for them.
      for (const name of webNames(share))
        cluster
          .part(name)
          .start()
          .catch(() => {});
    }
  }

  public async waitForFloors(floors: Shares, seconds = 60): Promise<void> {
    await Promise.all(
      Object.entries(floors).map(([region, share]) =>
        until(`${share} of the load in ${region}`, seconds, async () => {
          const { parts } = await this.site(region).cluster.status();
          return webNames(share).every((name) => parts.find((part) => part.name === name)?.serving === true);
        }),
      ),
    );
  }

  public resetFloors(): void {
    this.ground.control.write({ floors: {} });
  }

  /** Seconds that the copy in a region is behind; nothing where it follows nobody. */
  public lagOf(region: string): Promise<number | undefined> {
    const { writer } = this.ground.control.record;
    return writer === region ? Promise.resolve(0) : lagSeconds(this.site(writer).cluster);
  }

  public shift({ weights }: Pick<ShiftStep, 'weights'>): void {
    const { store } = this.ground.edge;
    const routing = store.routing();
    const regions = routing.regions.map((region) => ({ ...region, weight: weights[region.name] }));
    store.write({ ...routing, regions });
  }

  /** Watches regions for so long, and says what became worse for users. */
  public async watch(regions: readonly string[], seconds: number): Promise<string[]> {
    const began = Date.now();
    await sleep(seconds * 1000);
    return regions.flatMap((region) => {
      const { requests, failed } = this.ground.edge.sightings.of(region, began);
      if (requests < ENOUGH || failed <= WORSE * requests) return [];
      return [`${failed} of ${requests} requests failed in ${region}`];
    });
  }

  /** A region becomes the one that writes, and the edge sends writes there. */
  public async promote(region: string, promotion: Promotion): Promise<void> {
    const { control, edge } = this.ground;
    const old = this.site(control.record.writer);
    const successor = this.site(region);
    if (old !== successor) {
      if (promotion === 'failover') await this.failOver(old, successor);
      else await this.switchOver(old, successor);
    }
    edge.store.write({ ...edge.store.routing(), writer: region });
    if (old !== successor && promotion !== 'failover') await old.cluster.region.follow(successor.upstream);
  }

  public record({ away, writer }: Pick<RecordStep, 'away' | 'writer'>): void {
    this.ground.control.write({ away, writer });
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

  private site(name: string): Site {
    const site = this.ground.sites.find((one) => one.name === name);
    if (!site)
      throw new Error(`the region must be one of ${this.ground.sites.map((one) => one.name).join(', ')}, got ${name}`);
    return site;
  }
}

/** The web instances that carry a share of the load: all of them carry the whole. */
function webNames(share: number): PartName[] {
  const number = Math.ceil(share * SIZE.web - 1e-9);
  return Array.from({ length: number }, (_, index) => `web-${index + 1}` as PartName);
}
