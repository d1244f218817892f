import { isConflict, StoredValue, type StoreClient } from '../../../lambda/region-traffic/stored-value';
import {
  EDGE_ROUTING_KEY,
  initialRouting,
  readRouting,
  renderRouting,
  type EdgeRouting,
  type InitialEdgeRegion,
} from '../../../lib/contract/edge-routing';
import { brokenRoutingRules } from '../../../lib/contract/edge-routing-rules';
import type { RegionPlan } from '../../../lib/contract/region-plan/plan';
import { weightsAtRest, type Weights } from '../../../lib/contract/region-plan/weights';
import { MoveError } from '../move-error';

/** How often a value is read again that somebody else has written meanwhile. */
const ATTEMPTS = 3;

/** Where the value of the edge is, and what it is made of where nobody has written it. */
export interface RoutingPlace {
  readonly storeArn: string;
  readonly plan: RegionPlan;
  /** The regions of the distribution. Asked only while the store is empty. */
  readonly regions: () => Promise<readonly InitialEdgeRegion[]>;
}

/** The routing value in the KeyValueStore. */
export class RoutingStore {
  private readonly value: StoredValue;

  public constructor(
    client: StoreClient,
    private readonly place: RoutingPlace,
  ) {
    this.value = new StoredValue(client, { KvsARN: place.storeArn, Key: EDGE_ROUTING_KEY });
  }

  public async weights(): Promise<Weights> {
    const { regions } = await this.read();
    return Object.fromEntries(regions.map(({ name, weight }) => [name, weight]));
  }

  public shift(weights: Weights): Promise<void> {
    return this.change((routing) => {
      const regions = routing.regions.map((region) => ({ ...region, weight: weights[region.name] ?? region.weight }));
      return { ...routing, regions };
    });
  }

  public sendWrites(writer: string): Promise<void> {
    return this.change((routing) => ({ ...routing, writer }));
  }

  /** Writes what has changed, unless somebody else has written since it was read. */
  private async change(changed: (routing: EdgeRouting) => EdgeRouting): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const version = await this.value.version();
      const routing = changed(await this.read());
      const broken = brokenRoutingRules(routing);
      if (broken.length > 0) throw new MoveError(`The edge cannot be told so:\n  ${broken.join('\n  ')}`);
      try {
        await this.value.write(renderRouting(routing), version);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      }
    }
  }

  private async read(): Promise<EdgeRouting> {
    const { storeArn, plan } = this.place;
    try {
      const text = await this.value.read();
      const routing = readRouting(JSON.parse(text ?? 'null'));
      if (routing) return routing;
      throw new MoveError(
        `The value "${EDGE_ROUTING_KEY}" of ${storeArn} must be one that this release reads, got ${text}; use the release that is deployed`,
      );
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    }
    const rest = weightsAtRest(plan);
    const regions = (await this.place.regions()).map((region) => ({ ...region, weight: rest[region.name] }));
    return initialRouting(regions, plan.regions[0]);
  }
}
