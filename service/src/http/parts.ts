import type { Logger } from 'pino';
import type { CacheAside, Database, LoadMiddleware, SqlClient } from '../../../runtime';
import type { SessionReader } from './authentication';
import type { Readiness } from './readiness';
import type { Objects } from '../data/objects';
import type { Tokens } from '../identity/tokens';
import type { ThumbnailJob } from '../jobs/job';
import type { RedMetrics } from '../telemetry/red';

/** Sessions, as far as the API uses them. */
export interface SessionStore extends SessionReader {
  create(user: string): Promise<string>;
  revoke(id: string): Promise<void>;
}

/** Work for later. */
export interface Jobs {
  /** Adds a job in the transaction of the caller: it is there if, and only if, the data is. */
  add(client: SqlClient, job: ThumbnailJob): Promise<void>;
  /** Has what was added delivered, after the transaction. */
  wake(): void;
}

/** Everything that the API is made of. */
export interface WebParts {
  readonly log: Logger;
  /** Which of the instances answers. */
  readonly instance: string;
  readonly readiness: Readiness;
  readonly tokens: Tokens;
  readonly sessions: SessionStore;
  readonly database: Pick<Database, 'read' | 'write'>;
  readonly cache: Pick<CacheAside, 'read' | 'invalidate'>;
  readonly objects: Pick<Objects, 'get' | 'put'>;
  readonly jobs: Jobs;
  readonly red: Pick<RedMetrics, 'record'>;
  readonly load?: Pick<LoadMiddleware, 'fastify'>;
}
