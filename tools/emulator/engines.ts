import type { Context } from './cli';

/** A database and a cache that the lane deploys together. */
export interface Engine {
  readonly name: string;
  readonly context: Context;
}

/** Every database and every cache of the platform. */
export const ENGINES: readonly Engine[] = [
  { name: 'aurora', context: { database: 'aurora-postgres', cache: 'serverless' } },
  { name: 'rds', context: { database: 'rds-postgres', cache: 'nodes' } },
];

/** The app that users deploy comes from cdk.json; this one is deployed over it. */
export const GROWN_APP = 'node --import tsx tools/emulator/app.ts';
