/** Shards by their numbers: `shard 3`, `shards 0, 1, 2`. */
export function shardText(shards: readonly number[]): string {
  return `shard${shards.length === 1 ? '' : 's'} ${shards.join(', ')}`;
}

/** What is wrong with a shard, by its number where it is one of several. */
export function problemOf(shard: number, problem: string, { length }: readonly number[]): string {
  return length === 1 ? problem : `${shardText([shard])}: ${problem}`;
}
