import { renderRouting, type EdgeRouting } from '../../lib/contract/edge-routing';
import { withoutRegion, withRegion, writtenIn } from '../../lib/contract/edge-routing-moves';
import type { RegionPlan } from '../../lib/contract/region-plan';
import type { TrafficMove } from '../../lib/contract/region-traffic';

/** Where the value of the edge is. */
export interface RoutingStore {
  /** The value, and the version of the store that it was read from. */
  read(): Promise<{ readonly routing: EdgeRouting; readonly version: string }>;
  /** Whether it was written: not when somebody else has written since. */
  write(routing: EdgeRouting, version: string): Promise<boolean>;
}

/** What is done to which region. */
export interface Move {
  readonly move: TrafficMove;
  readonly region: string;
  readonly plan: RegionPlan;
}

/** Others write in steps of seconds: who meets them so often meets something else. */
const ATTEMPTS = 5;

/** Writes the value that the edge shall have. Whatever it is already is not written again. */
export async function moveTraffic({ move, region, plan }: Move, store: RoutingStore): Promise<EdgeRouting> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { routing, version } = await store.read();
    const wanted = MOVES[move](plan, routing, region);
    if (renderRouting(wanted) === renderRouting(routing)) return routing;
    if (await store.write(wanted, version)) return wanted;
  }
  throw new Error(`the routing value was changed by somebody else ${ATTEMPTS} times; see who moves traffic too`);
}

const MOVES: Readonly<Record<TrafficMove, (plan: RegionPlan, routing: EdgeRouting, region: string) => EdgeRouting>> = {
  leave: withoutRegion,
  enter: withRegion,
  write: (_plan, routing, region) => writtenIn(routing, region),
};
