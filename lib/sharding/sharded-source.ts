import { AuroraDatabase, AuroraSecondaryDatabase, RdsDatabase, RdsReplicaDatabase } from '../database';

/** A database that can be a shard. */
export type ShardSource = AuroraDatabase | AuroraSecondaryDatabase | RdsDatabase | RdsReplicaDatabase;

/** Whether something is such a database. */
export function isShardSource(database: unknown): database is ShardSource {
  return [AuroraDatabase, AuroraSecondaryDatabase, RdsDatabase, RdsReplicaDatabase].some(
    (type) => database instanceof type,
  );
}

/** What the physical name of a database says of it: `shop-aurora-s3-g1`. */
export interface ShardIdentity {
  readonly name: string;
  readonly kind: string;
  /** 0 of the first. */
  readonly shard: number;
}

/** Reads a physical name. Its end decides: the name of a deployment may look like a part of it. */
export function identityOf(databaseIdentifier: string): ShardIdentity {
  const [, name = '', kind = '', shard = '0'] = /^(.*)-(aurora|rds)(?:-s(\d+))?-g\d+$/.exec(databaseIdentifier) ?? [];
  return { name, kind, shard: Number(shard) };
}

/**
 * The secrets of the services of all shards, however many there will be: the literal names of the first and of any other, each with the
 * six characters that Secrets Manager adds.
 */
export function secretPatterns(databaseIdentifier: string): string[] {
  const { name, kind } = identityOf(databaseIdentifier);
  return [`${databaseIdentifier}-app-??????`, `${name}-${kind}-s*-app-??????`];
}
