import {
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
  type CloudFrontKeyValueStoreClient,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
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
import type { Send } from './clients';

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
  public constructor(
    private readonly client: Send<CloudFrontKeyValueStoreClient>,
    private readonly place: RoutingPlace,
  ) {}

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
    const { storeArn: KvsARN } = this.place;
    for (let attempt = 1; ; attempt++) {
      // The version before the value: a write between both is noticed.
      const { ETag: IfMatch } = await this.client.send(new DescribeKeyValueStoreCommand({ KvsARN }));
      const routing = changed(await this.read());
      const broken = brokenRoutingRules(routing);
      if (broken.length > 0) throw new MoveError(`The edge cannot be told so:\n  ${broken.join('\n  ')}`);
      const Value = renderRouting(routing);
      try {
        await this.client.send(new PutKeyCommand({ KvsARN, IfMatch, Key: EDGE_ROUTING_KEY, Value }));
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || !isNamed(error, 'ConflictException')) throw error;
      }
    }
  }

  private async read(): Promise<EdgeRouting> {
    const { storeArn: KvsARN, plan } = this.place;
    try {
      const { Value } = await this.client.send(new GetKeyCommand({ KvsARN, Key: EDGE_ROUTING_KEY }));
      const routing = readRouting(JSON.parse(Value ?? 'null'));
      if (routing) return routing;
      throw new MoveError(
        `The value "${EDGE_ROUTING_KEY}" of ${KvsARN} must be one that this release reads, got ${Value}; use the release that is deployed`,
      );
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    }
    const rest = weightsAtRest(plan);
    const regions = (await this.place.regions()).map((region) => ({ ...region, weight: rest[region.name] }));
    return initialRouting(regions, plan.regions[0]);
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
