import { identifier, type Sessions } from '../sessions';

/** Names of the sharded tables, as they are written in statements. */
export async function shardedTables(sessions: Sessions, shard: number): Promise<string[]> {
  const rows = await sessions.rows<{ schema: string; name: string }>(
    shard,
    'SELECT schema, name FROM sharding.tables ORDER BY schema, name',
  );
  return rows.map(({ schema, name }) => `${identifier(schema)}.${identifier(name)}`);
}
