import { controlAtRest, leadingRegion, type RegionControl } from '../../../lib/contract/region-control';
import type { RegionPlan } from '../../../lib/contract/region-plan/plan';
import type { ControlStore, Levers } from '../levers';
import { MoveError } from '../move-error';
import { MovedAurora } from './aurora';
import { AwsLevers } from './aws-levers';
import { clients as awsClients, type Clients } from './clients';
import { ControlTableStore } from './control-table';
import { controlTableOf, edgeRegionsOf, planOf, routingStoreOf, shardsOf } from './discover';
import { MovedRds } from './rds';
import { RoutingStore } from './routing';

/** Which deployment, and where to ask for it. */
export interface Connection {
  readonly name: string;
  /** Any region of the deployment that is well. */
  readonly controlRegion: string;
  /** The region that is lost now. */
  readonly lost?: string;
  /** ARN of the KeyValueStore of the edge. */
  readonly routingStore?: string;
}

/** A deployment of several regions. */
export interface ConnectedRegions {
  readonly plan: RegionPlan;
  readonly store: ControlStore;
  /** Numbers of the databases that are promoted: 0 alone where there are no shards. */
  readonly shards: readonly number[];
  /** Asked for when something is to be done. */
  readonly levers: () => Promise<Levers>;
}

/** Finds a deployment on AWS, with the credentials of the shell. Nothing is written. */
export async function connect(to: Connection, clients: Clients = awsClients()): Promise<ConnectedRegions> {
  const { name, controlRegion, lost } = to;
  if (controlRegion === lost) {
    throw new MoveError(`--control-region must be a region that is not lost, got ${controlRegion}; name another one`);
  }
  const plan = await planOf(clients, name, controlRegion);
  const control = (await read(clients, name, controlRegion)) ?? controlAtRest(plan);
  const gone = lost === undefined ? control.lost : [...control.lost, lost];
  const leading = leadingRegion(plan, { lost: gone });
  const store = new ControlTableStore(clients.in(leading).dynamodb, await controlTableOf(clients, name, leading));
  const shards = await shardsOf(clients, name, leading);
  return { plan, store, shards, levers: () => leversOf(clients, to, { plan, gone }) };
}

async function leversOf(
  clients: Clients,
  { name, routingStore }: Connection,
  { plan, gone }: { readonly plan: RegionPlan; readonly gone: readonly string[] },
): Promise<Levers> {
  const storeArn = routingStore ?? (await routingStoreOf(clients, name, gone));
  const regions = () => edgeRegionsOf(clients, name, gone);
  const routing = new RoutingStore(clients.edge, { storeArn, plan, regions });
  const now = () => Date.now();
  const isAurora = plan.database === 'aurora-postgres';
  const database = isAurora ? new MovedAurora(clients, name, now) : new MovedRds(clients, name, now);
  return new AwsLevers({ name, plan, clients, routing, database });
}

async function read(clients: Clients, name: string, region: string): Promise<RegionControl | undefined> {
  const table = await controlTableOf(clients, name, region);
  const { control } = await new ControlTableStore(clients.in(region).dynamodb, table).read();
  return control;
}
