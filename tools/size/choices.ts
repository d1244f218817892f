import type { CacheKind, DatabaseEngine } from '../../lib';

/** Databases and caches by the names that the reference app gives them. */
export const DATABASES = ['aurora-postgres', 'rds-postgres', 'rds-mysql'] as const;
export const CACHES = ['serverless', 'nodes', 'none'] as const;
export const STAGES = ['launch', 'growth', 'scale'] as const;

/** What is sized besides the workload. */
export interface Choices {
  readonly database: (typeof DATABASES)[number];
  readonly cache: (typeof CACHES)[number];
  /** The stage, where it is not the one for the users. */
  readonly stage?: (typeof STAGES)[number];
  /** The region whose prices are taken. */
  readonly region: string;
}

/** The engine of that name. */
export function databaseOf(engines: typeof DatabaseEngine, name: Choices['database']): DatabaseEngine {
  return {
    'aurora-postgres': () => engines.auroraPostgres(),
    'rds-postgres': () => engines.rdsPostgres(),
    'rds-mysql': () => engines.rdsMysql(),
  }[name]();
}

/** The cache of that name. */
export function cacheOf(kinds: typeof CacheKind, name: Choices['cache']): CacheKind {
  return { serverless: () => kinds.serverless(), nodes: () => kinds.nodes(), none: () => kinds.none() }[name]();
}
