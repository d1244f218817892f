import { S3Client } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import type { Logger } from 'pino';
import {
  CacheAside,
  connectDatabase,
  environmentTopology,
  parameterStoreTopology,
  type Database,
} from '../../../runtime';
import { createPool } from '../clients/postgres';
import { connectRedis } from '../clients/redis';
import { Objects } from '../data/objects';
import { createLog } from '../telemetry/log';
import { RedMetrics } from '../telemetry/red';
import type { CommonSettings } from '../settings/settings';

/** What the web service and the worker use alike. */
export interface Platform {
  readonly log: Logger;
  readonly red: RedMetrics;
  readonly database: Database;
  readonly cache: CacheAside;
  readonly objects: Objects;
  /** Lets go of everything. */
  close(): Promise<void>;
}

/** Connects to nothing yet: each part is asked for when it is first needed. */
export function connectPlatform(settings: CommonSettings): Platform {
  const log = createLog(settings);
  const { deployment, service, environment } = settings;
  const ssm = new SSM({});
  const applicationName = `${deployment}-${service}`;
  const database = connectDatabase({
    topology: parameterStoreTopology({
      client: ssm,
      path: settings.topologyPath,
      fallback: environmentTopology(environment),
    }),
    connect: (endpoint) => createPool(endpoint, settings.database, applicationName),
    idleSeconds: settings.database.idleSeconds,
    onError: (error) => log.warn({ err: error }, 'database'),
  });
  const redis =
    settings.cache && connectRedis(settings.cache, ssm.config, (error) => log.debug({ err: error }, 'cache'));
  const cache = new CacheAside({
    client: redis?.client,
    onError: (error) => log.warn({ err: error }, 'cache'),
  });
  const red = new RedMetrics({ deployment, service, write: (line) => void process.stdout.write(line) });
  return {
    log,
    red,
    database,
    cache,
    objects: new Objects(new S3Client({}), settings.bucket),
    close: async () => {
      red.flush();
      redis?.close();
      await database.close();
    },
  };
}
