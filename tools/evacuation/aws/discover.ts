import type { SSMClient } from '@aws-sdk/client-ssm';
import type { InitialEdgeRegion } from '../../../lib/contract/edge-routing';
import type { RegionPlan } from '../../../lib/contract/region-plan/plan';
import { readRegionPlan } from '../../../lib/contract/region-plan/stored-plan';
import { TopologyEntry, topologyPath } from '../../../lib/contract/topology';
import { parameterNamed, parametersBelow } from '../../support/parameters';
import { MoveError } from '../move-error';
import type { Clients, Send } from './clients';

/** Where CloudFront and all that belongs to it is. */
const EDGE_REGION = 'us-east-1';

/** The regions of a deployment and what is wanted of them, as a region tells it. */
export async function planOf(clients: Clients, name: string, region: string): Promise<RegionPlan> {
  return readRegionPlan(await parameter(clients.in(region).ssm, name, region, TopologyEntry.controlPlan));
}

/** Name of the control table. */
export function controlTableOf(clients: Clients, name: string, region: string): Promise<string> {
  return parameter(clients.in(region).ssm, name, region, TopologyEntry.controlTable);
}

/** Numbers of the shards that a region knows; 0 alone where there are none. */
export async function shardsOf(clients: Clients, name: string, region: string): Promise<readonly number[]> {
  const entries = await parametersBelow(clients.in(region).ssm, `${topologyPath(name, region)}/shards`);
  const numbers = [...entries.keys()].flatMap((entry) => /^(\d+)\/database$/.exec(entry)?.[1] ?? []).map(Number);
  return numbers.length === 0 ? [0] : numbers.sort((one, other) => one - other);
}

/** ARN of the store of the edge. */
export async function routingStoreOf(clients: Clients, name: string, lost: readonly string[]): Promise<string> {
  refuseLostEdge(lost);
  return parameter(clients.in(EDGE_REGION).ssm, name, EDGE_REGION, TopologyEntry.edgeRouting);
}

/** Regions of the distribution. */
export async function edgeRegionsOf(
  clients: Clients,
  name: string,
  lost: readonly string[],
): Promise<readonly InitialEdgeRegion[]> {
  refuseLostEdge(lost);
  const text = await parameter(clients.in(EDGE_REGION).ssm, name, EDGE_REGION, TopologyEntry.edgeRegions);
  return JSON.parse(text) as InitialEdgeRegion[];
}

function refuseLostEdge(lost: readonly string[]): void {
  if (!lost.includes(EDGE_REGION)) return;
  throw new MoveError(
    `--routing-store must be given while ${EDGE_REGION} is lost, got nothing; it is the ARN of the KeyValueStore, which only a parameter of that region tells: keep it where the runbook is`,
  );
}

async function parameter(ssm: Send<SSMClient>, name: string, region: string, entry: string): Promise<string> {
  const path = `${topologyPath(name, region)}/${entry}`;
  const value = await parameterNamed(ssm, path);
  if (value !== undefined) return value;
  throw new MoveError(
    `There is no parameter ${path} in ${region}. Look at --name and --control-region, at the account of these credentials, and whether ${name} is deployed for several regions.`,
  );
}
