import { setTimeout as sleep } from 'node:timers/promises';
import type { ShardMap } from '../../lib/contract/shard-map';
import { processorTime, stolenShare } from '../drills/processor-time';
import { KEYS } from './ground/schema';
import type { World } from './ground/world';
import { harm, type Harm, type Move } from './harm';
import { compare, wronged, type Comparison } from './judge/comparison';
import { experienceOf, type Experience } from './judge/experience';
import { brokenOwnership, ownersOf } from './judge/ownership';
import { failures, tooLong } from './judge/targets';
import { Loads } from './load/loads';
import type { Skew } from './load/plan';

/** A move of slots under load. */
export interface ShardDrill extends Move {
  readonly name: string;
  readonly skew: Skew;
  /** Shards that have slots afterwards. */
  readonly owners: readonly number[];
}

/** What a drill came to. */
export interface ShardReport {
  readonly drill: Pick<ShardDrill, 'name' | 'skew' | 'kill' | 'abortAt'>;
  readonly seen: Experience;
  /** Over everything that was acknowledged in this drill and before it. */
  readonly comparison: Comparison;
  /** Rows and slots that were on two shards at one time. */
  readonly onTwoShards: number;
  readonly slotsMoved: number;
  /** Seconds from when the resharder was asked until all was done, with what it was held up by. */
  readonly moveSeconds: number;
  readonly problems: readonly string[];
  readonly stolen: number;
}

/** How much is asked, of all processes together. */
export interface Rate {
  readonly perSecond: number;
  /** How many requests at least: a drill that is over sooner waits for them. */
  readonly requests: number;
  readonly seed: number;
}

/** Seconds of load before the move, and after it. */
export const BEFORE = 1;
const AFTER = 1.5;

/** Runs a drill: load, a move in its middle, and the comparison of all that clients were ever told with what is there. */
export async function runDrill(
  world: World,
  drill: ShardDrill,
  { perSecond, requests, seed }: Rate,
): Promise<ShardReport> {
  const timeBefore = processorTime();
  const before = await world.map();
  world.watcher.take();
  const { addresses: shards, controlPort } = world.ground;
  const ledgerOf = (index: number) => world.ground.file(`ledger-${seed}-${index}`);
  const loads = await Loads.start({ shards, controlPort, perSecond, seed, skew: drill.skew, ledgerOf });
  await sleep(BEFORE * 1000);
  const began = Date.now();
  const { outages, problems } = await harm(world, loads, drill).catch(failed);
  const moveSeconds = (Date.now() - began) / 1000;
  const remaining = (1000 * requests) / perSecond - (Date.now() - began);
  await sleep(Math.max(AFTER * 1000, remaining));
  const outcomes = await loads.finish();
  const stolen = stolenShare(timeBefore, processorTime());
  const { ownedTwice, moving } = world.watcher.take();
  const [map, holdings, stored] = [await world.map(), await world.holdings(), await world.stored()];
  world.acknowledged.push(...outcomes.flatMap(({ write }) => write ?? []));
  const { acknowledged } = world;
  const comparison = compare({ acknowledged, stored, owners: ownersOf(holdings), keys: KEYS });
  const shardsOf = (slot: number) => [...new Set([before.owners[slot], map.owners[slot], ...(moving.get(slot) ?? [])])];
  const seen = experienceOf({ outcomes, outages, shardsOf });
  return {
    drill,
    seen,
    comparison,
    onTwoShards: comparison.onTwoShards.length + ownedTwice.length,
    slotsMoved: before.owners.filter((owner, slot) => owner !== map.owners[slot]).length,
    moveSeconds,
    problems: [
      ...problems,
      ...brokenOwnership(holdings, map),
      ...wronged(comparison),
      ...beside(ownedTwice),
      ...elsewhere(drill.owners, map),
      ...failures(seen),
      ...tooLong(seen),
    ],
    stolen,
  };
}

function beside(slots: readonly number[]): string[] {
  return slots.length === 0
    ? []
    : [`${slots.length} slots were owned by two shards at one time: ${slots.slice(0, 3).join(', ')}`];
}

function elsewhere(meant: readonly number[], { owners }: ShardMap): string[] {
  const found = [...new Set(owners)].sort((one, other) => one - other);
  return found.join() === meant.join()
    ? []
    : [`slots are on shards ${found.join(', ')}; meant was ${meant.join(', ')}`];
}

function failed(error: unknown): Harm {
  const reason = error instanceof Error ? error.message : String(error);
  return { outages: [], problems: [`the drill itself failed: ${reason}`] };
}
