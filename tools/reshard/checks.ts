import { SlotState, stateOf, type ShardMap, type SlotPair } from '../../lib/contract/shard-map';
import type { HeldSlot, ShardSurvey, TableSurvey } from './levers';

/** Replication slots and senders that a copy takes at its source, and workers at its target: one that follows, two that copy tables. */
const TAKEN = 3;

/** What is known of the shards before anything is moved. */
export interface Findings {
  readonly map: ShardMap;
  readonly pairs: readonly SlotPair[];
  readonly surveys: readonly ShardSurvey[];
  readonly held: ReadonlyMap<number, ReadonlyMap<number, HeldSlot>>;
  /** Why targets cannot copy from their sources. */
  readonly unreachable: readonly { readonly from: number; readonly to: number; readonly why: string }[];
}

/** Everything that keeps slots from being moved. */
export function obstacles({ map, pairs, surveys, held, unreachable }: Findings): string[] {
  const sources = new Set(pairs.map(({ from }) => from));
  const targets = new Set(pairs.map(({ to }) => to));
  return [
    ...surveys.flatMap((survey) => serverObstacles(survey)),
    ...surveys.filter(({ shard }) => sources.has(shard)).flatMap(sourceObstacles),
    ...surveys.filter(({ shard }) => targets.has(shard)).flatMap(targetObstacles),
    ...pairs.flatMap((pair) => pairObstacles(pair, surveys)),
    ...unreachable.map(
      ({ from, to, why }) =>
        `shard ${to} must reach shard ${from}, got "${why}"; look at its address, the security groups and the rights of the administrator`,
    ),
    ...mapObstacles(map, held),
  ];
}

function serverObstacles({ shard, begunAs, version, tables }: ShardSurvey): string[] {
  const unguarded = tables.filter(({ guarded }) => !guarded).map(({ name }) => name);
  return [
    ...(version >= 150_000
      ? []
      : [`shard ${shard} must be PostgreSQL 15 or later, got ${Math.floor(version / 10_000)}; upgrade it`]),
    ...(begunAs === shard
      ? []
      : [
          `shard ${shard} must have begun as ${shard}, got ${begunAs ?? 'nothing'}; run the migrations, or look where its address leads`,
        ]),
    ...(tables.length > 0 || begunAs === undefined
      ? []
      : [`shard ${shard} must have sharded tables, got none; run the migrations`]),
    ...unguarded.map(
      (name) => `${name} of shard ${shard} must have its trigger enabled, got it disabled; call sharding.protect`,
    ),
    ...tables
      .filter(({ identity }) => !identity.includes('slot'))
      .map(
        ({ name, identity }) =>
          `the replica identity of ${name} of shard ${shard} must include slot, got ${listOf(identity)}; call sharding.protect`,
      ),
    ...tables
      .filter(({ numbered }) => numbered.length > 0)
      .map(
        ({ name, numbered }) =>
          `unique columns of ${name} of shard ${shard} must not come from a sequence, got ${listOf(numbered)}; shards would give the same numbers: use ids that carry their slot`,
      ),
  ];
}

function sourceObstacles({ shard, walLevel, freeReplicationSlots, freeSenders, mayReplicate }: ShardSurvey): string[] {
  return [
    ...(walLevel === 'logical'
      ? []
      : [
          `wal_level of shard ${shard} must be logical, got ${walLevel}; on AWS set rds.logical_replication to 1, and reboot`,
        ]),
    ...(freeReplicationSlots >= TAKEN
      ? []
      : [
          `max_replication_slots of shard ${shard} must leave ${TAKEN} free, got ${freeReplicationSlots}; raise it, or drop slots that nobody reads`,
        ]),
    ...(freeSenders >= TAKEN
      ? []
      : [`max_wal_senders of shard ${shard} must leave ${TAKEN} free, got ${freeSenders}; raise it`]),
    ...(mayReplicate
      ? []
      : [
          `the administrator of shard ${shard} must be allowed to replicate, got no such right; on AWS grant rds_replication`,
        ]),
  ];
}

function targetObstacles({ shard, freeWorkers }: ShardSurvey): string[] {
  if (freeWorkers >= TAKEN) return [];
  return [`max_logical_replication_workers of shard ${shard} must leave ${TAKEN} free, got ${freeWorkers}; raise it`];
}

function pairObstacles({ from, to }: SlotPair, surveys: readonly ShardSurvey[]): string[] {
  const [source, target] = [from, to].map((shard) => surveys.find((survey) => survey.shard === shard));
  if (!source || !target) return [];
  const names = [...new Set([...source.tables, ...target.tables].map(({ name }) => name))];
  return [
    ...(source.encoding === target.encoding
      ? []
      : [`shards ${from} and ${to} must have one encoding, got ${source.encoding} and ${target.encoding}`]),
    ...names.flatMap((name) => {
      const [one, other] = [source, target].map(({ tables }) => tables.find((table) => table.name === name));
      const [ours, theirs] = [columnsOf(one), columnsOf(other)];
      return ours === theirs
        ? []
        : [
            `${name} must be the same on shards ${from} and ${to}, got (${ours}) and (${theirs}); run the migrations on both`,
          ];
    }),
  ];
}

/** The map is a route to what the shards say themselves. */
function mapObstacles(map: ShardMap, held: Findings['held']): string[] {
  const moving = map.moves.flatMap(({ slots }) => slots).length;
  return [
    ...(moving === 0 ? [] : [`slots must not be on their way, got ${moving} in the map; end what is being done first`]),
    ...[...held].flatMap(([shard, slots]) => {
      const missing = map.owners.filter((owner, slot) => owner === shard && !isOwned(slots.get(slot)));
      const foreign = [...slots].filter(([slot, one]) => isOwned(one) && map.owners[slot] !== shard);
      const underWay = [...slots].filter(
        ([slot, { state }]) => state === 'receiving' && stateOf(map, slot) === SlotState.STABLE,
      );
      return [
        ...(missing.length === 0
          ? []
          : [`shard ${shard} must own the slots that the map says, got ${missing.length} that it does not`]),
        ...(foreign.length === 0
          ? []
          : [`shard ${shard} must own no other slots, got ${foreign.length} that the map says are elsewhere`]),
        ...(underWay.length === 0
          ? []
          : [`shard ${shard} must not be receiving slots, got ${underWay.length}; end what is being done first`]),
      ];
    }),
  ];
}

function isOwned(slot: HeldSlot | undefined): boolean {
  return slot?.state === 'owned' || slot?.state === 'fenced';
}

function columnsOf(table: TableSurvey | undefined): string {
  return table ? table.columns.join(', ') : 'no such table';
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
