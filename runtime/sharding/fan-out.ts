import { SLOT_COUNT } from '../../lib/contract/shard-map';
import type { SqlClient } from '../database/sql-client';
import { hasReached, LATEST, type Position } from '../database/position';
import { needsOtherServer } from '../database/failures';
import { asError } from '../support/as-error';
import { TimeoutError, within } from '../support/within';
import type { ShardMapReader } from './shard-map-reader';
import type { ShardPool, ShardPools } from './shard-pools';
import type { ShardPosition } from './shards-options';
import {
  ShardsReadError,
  type ShardFailure,
  type ShardReadAllOptions,
  type ShardResult,
  type ShardResults,
  type ShardSlots,
} from './shard-results';
import { pauseOf, sleep, type SlotRouter } from './slot-router';
import { inSnapshot, SNAPSHOT } from './snapshot';

/** What a read of every shard works with. */
export interface FanOutParts {
  readonly map: ShardMapReader;
  readonly pools: ShardPools;
  readonly router: SlotRouter;
  readonly onError: (error: Error) => void;
}

/** Slots that are still to be read. */
interface Task extends ShardSlots {
  readonly tries: number;
  readonly asks: boolean;
  readonly fromWriter: boolean;
}

/** A slot that a shard does not have, and where it has gone, if that is known. */
interface Elsewhere {
  readonly slot: number;
  readonly peer: number | null;
  readonly token: string | null;
}

const FIRST = { tries: 1, asks: false, fromWriter: false } as const;

/** Reads every shard that has slots. */
export async function readAllShards<T>(
  parts: FanOutParts,
  work: (client: SqlClient, part: ShardSlots) => Promise<T>,
  options: ShardReadAllOptions,
): Promise<ShardResults<T>> {
  const { concurrency = 8, timeoutMilliseconds = 5000, partial = 'fail' } = options;
  const ends = performance.now() + timeoutMilliseconds;
  const fanOut = new FanOut(parts, work, options.after ?? []);
  const waiting = fanOut.tasksOf(everySlot(), FIRST);
  const results: ShardResult<T>[] = [];
  const failures: ShardFailure[] = [];
  const readOne = async (task: Task): Promise<void> => {
    try {
      const left = ends - performance.now();
      if (left <= 0) throw new TimeoutError('reading every shard', timeoutMilliseconds);
      const { result, further } = await within(Math.ceil(left), `shard ${task.shard}`, fanOut.read(task));
      if (result) results.push(result);
      waiting.push(...further);
    } catch (error) {
      if (needsOtherServer(error)) parts.pools.suspect();
      failures.push({ shard: task.shard, slots: task.slots, error: asError(error) });
    }
  };
  await eachOf(waiting, { concurrency, until: () => partial === 'fail' && failures.length > 0 }, readOne);
  const [failure] = failures;
  if (failure && partial === 'fail') throw new ShardsReadError(failure);
  return { results: results.sort(byShard), failures: failures.sort(byShard) };
}

/** A read of every shard that is under way. */
class FanOut<T> {
  constructor(
    private readonly parts: FanOutParts,
    private readonly work: (client: SqlClient, part: ShardSlots) => Promise<T>,
    private readonly after: readonly ShardPosition[],
  ) {}

  /** Slots, each with the shard that it is on by all that is known. */
  public tasksOf(slots: readonly number[], how: Omit<Task, keyof ShardSlots>): Task[] {
    const shards = new Map<number, number[]>();
    for (const slot of slots) {
      const shard = this.parts.router.shardOf(slot);
      const others = shards.get(shard);
      if (others) others.push(slot);
      else shards.set(shard, [slot]);
    }
    return [...shards].map(([shard, own]) => ({ ...how, shard, slots: own })).sort(byShard);
  }

  /** Reads the slots that the shard has, and gives the others back with where to look for them. */
  public async read(task: Task): Promise<{ result?: ShardResult<T>; further: readonly Task[] }> {
    const { pools, router, map } = this.parts;
    const { shard, slots, tries } = task;
    if (tries > 2) await sleep(pauseOf());
    const pool = pools.get(shard) ?? (await pools.find(shard));
    if (task.asks || router.asksFor(slots, true, pool)) return this.ask(task, pool);
    const since = slots.map((slot) => map.sinceOf(slot));
    const value = await pool.database.read((client) => this.work(client, { shard, slots }), {
      after: this.positionOn(task),
    });
    const sure = router.holds(slots, since);
    return sure
      ? { result: { shard, slots, value }, further: [] }
      : { further: [{ ...task, asks: true, tries: tries + 1 }] };
  }

  private async ask(
    task: Task,
    { database }: ShardPool,
  ): Promise<{ result?: ShardResult<T>; further: readonly Task[] }> {
    const { shard, slots } = task;
    const answer = await database.read(
      (client) =>
        inSnapshot(client, SNAPSHOT, async () => {
          const { rows } = await client.query('SELECT slot, peer, token FROM sharding.elsewhere($1)', [slots]);
          const elsewhere = rows as readonly Elsewhere[];
          const gone = new Set(elsewhere.map(({ slot }) => slot));
          const here = slots.filter((slot) => !gone.has(slot));
          if (here.length === 0) return { elsewhere };
          return { elsewhere, result: { shard, slots: here, value: await this.work(client, { shard, slots: here }) } };
        }),
      { after: this.positionOn(task) },
    );
    return { result: answer.result, further: await this.follow(task, answer.elsewhere) };
  }

  /** Where to look for slots that a shard does not have. */
  private async follow(task: Task, elsewhere: readonly Elsewhere[]): Promise<readonly Task[]> {
    const { router, map } = this.parts;
    const how = { tries: task.tries + 1, asks: true, fromWriter: true };
    const moved = new Map<string, { slots: number[]; peer: number; token: string }>();
    const lost: number[] = [];
    for (const { slot, peer, token } of elsewhere) {
      if (peer === null || token === null) {
        lost.push(slot);
        continue;
      }
      const group = moved.get(`${peer} ${token}`) ?? { slots: [], peer, token };
      group.slots.push(slot);
      moved.set(`${peer} ${token}`, group);
      router.hints.add(slot, peer, map.map);
    }
    await Promise.all([...moved.values()].map(({ slots, peer, token }) => router.accept(slots, peer, token)));
    const followed = [...moved.values()].map(({ slots, peer }) => ({ ...how, shard: peer, slots }));
    if (lost.length === 0) return followed;
    // A reader that is behind does not have what its writer has: that is asked next.
    if (!task.fromWriter) return [...followed, { ...how, shard: task.shard, slots: lost }];
    lost.forEach((slot) => router.hints.remove(slot));
    await router.refresh();
    return [...followed, ...this.tasksOf(lost, how)];
  }

  /** What of the shard has to be seen. What was written elsewhere came with the slot. */
  private positionOn({ shard, fromWriter }: Task): Position | undefined {
    if (fromWriter) return LATEST;
    const positions = this.after.filter((after) => after.shard === shard).map(({ position }) => position);
    return positions.reduce<Position | undefined>(
      (last, position) => (last !== undefined && hasReached(last, position) ? last : position),
      undefined,
    );
  }
}

/** Does something for each task, so many at a time, also for those that come meanwhile. */
async function eachOf(
  waiting: Task[],
  { concurrency, until }: { concurrency: number; until: () => boolean },
  work: (task: Task) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  while ((waiting.length > 0 || running.size > 0) && !until()) {
    for (const task of waiting.splice(0, Math.max(concurrency, 1) - running.size)) {
      const one: Promise<void> = work(task).finally(() => running.delete(one));
      running.add(one);
    }
    await Promise.race(running);
  }
}

function everySlot(): number[] {
  return Array.from({ length: SLOT_COUNT }, (_, slot) => slot);
}

function byShard(one: ShardSlots, other: ShardSlots): number {
  return one.shard - other.shard || (one.slots[0] ?? 0) - (other.slots[0] ?? 0);
}
