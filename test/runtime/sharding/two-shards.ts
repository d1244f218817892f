import { withCopying, withFenced, withFlipped, withShards, type ShardMap } from '../../../lib/contract/shard-map';
import type { Shards, SqlClient } from '../../../runtime';
import { FakeShards, type FakeShardServer } from './fake-shards';

/** A slot that moves from shard 0 to shard 1, one that stays, and one of shard 1. */
export const MOVING = 5;
export const STAYING = 6;
export const OTHER = 4000;

/** Two shards with half of the slots each. */
export interface TwoShards {
  readonly fakes: FakeShards;
  readonly shards: Shards;
  readonly zero: FakeShardServer;
  readonly one: FakeShardServer;
}

export function twoShards(options: Parameters<FakeShards['connect']>[0] = {}, readers = false): TwoShards {
  const fakes = new FakeShards(2, { readers });
  fakes.put((map) => ({
    ...withShards(map, [0, 1]),
    owners: map.owners.map((_, slot) => (slot < 2048 ? 0 : 1)),
  }));
  const [zero, one] = fakes.writers as [FakeShardServer, FakeShardServer];
  return { fakes, shards: fakes.connect(options), zero, one };
}

export const copying = (map: ShardMap) => withCopying(map, [{ slots: [MOVING], from: 0, to: 1 }]);
export const flipped = (map: ShardMap) => withFlipped(withFenced(map, [MOVING]), [MOVING]);

/** Work that gives the host that did it. */
export const read = (client: SqlClient) => hostOf(client.query('read'));
export const writeOf = (slot: number) => (client: SqlClient) => hostOf(client.query('write', [slot]));

export async function hostOf(asking: ReturnType<SqlClient['query']>): Promise<string> {
  return ((await asking).rows as { host: string }[])[0]?.host ?? '';
}

/** Lets time go by while a promise is waited for. */
export async function passing<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(milliseconds);
  return promise;
}

export const seconds = (number: number) => jest.advanceTimersByTimeAsync(number * 1000);
