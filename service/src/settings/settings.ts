import { Environment } from '../../../lib/contract/environment';
import { VariableReader } from './reader';
import { JOBS_QUEUE_URL, OwnEnvironment, type Variables } from './variables';

/** Where a database is, and who connects to it. */
export interface DatabaseSettings {
  readonly database: string;
  readonly user: string;
  /** Without one, a token of IAM is made for every connection. */
  readonly password?: string;
  readonly tls: boolean;
  readonly idleSeconds: number;
}

/** Where a cache is. */
export interface CacheSettings {
  readonly host: string;
  readonly port: number;
  readonly cluster: boolean;
  /** Who connects, with TLS and a token of IAM. Without it, nobody is asked. */
  readonly identity?: { readonly cacheName: string; readonly user: string };
}

/** What the web service and the worker are told alike. */
export interface CommonSettings {
  readonly deployment: string;
  readonly service: string;
  readonly regionRole: string;
  readonly logLevel: string;
  /** Everything that was given, for modules of the runtime that read their own part. */
  readonly environment: Variables;
  readonly topologyPath: string;
  readonly database: DatabaseSettings;
  readonly cache?: CacheSettings;
  readonly bucket: string;
}

/** What the web service is told. */
export interface WebSettings extends CommonSettings {
  readonly port: number;
  readonly sessionTable: string;
  readonly jobsQueueUrl: string;
  /** The first signs, all verify. */
  readonly tokenSecrets: readonly string[];
  readonly drainDelaySeconds: number;
}

/** What the worker is told. */
export interface WorkerSettings extends CommonSettings {
  readonly queueUrl: string;
  readonly concurrency: number;
}

/** Least length of the secret that the key is derived from. */
const SECRET_LENGTH = 32;

/** Reads the environment of the web service. */
export function webSettings(environment: Variables): WebSettings {
  const reader = new VariableReader('web', environment);
  const current = reader.text(OwnEnvironment.TOKEN_SECRET, `a secret of at least ${SECRET_LENGTH} characters`);
  const previous = reader.optional(OwnEnvironment.PREVIOUS_TOKEN_SECRET);
  const secrets = { [OwnEnvironment.TOKEN_SECRET]: current, [OwnEnvironment.PREVIOUS_TOKEN_SECRET]: previous };
  for (const [name, secret] of Object.entries(secrets)) {
    reader.refuse(
      secret !== undefined && secret !== '' && secret.length < SECRET_LENGTH,
      `${name} must be at least ${SECRET_LENGTH} characters long, got fewer; make one with "openssl rand -hex 32"`,
    );
  }
  const settings = {
    ...commonSettings(reader, environment),
    port: reader.number(OwnEnvironment.PORT, 0, 65_535, 8080),
    sessionTable: reader.text(Environment.SESSION_TABLE, 'the table of sessions'),
    jobsQueueUrl: reader.text(JOBS_QUEUE_URL, 'the queue of the worker named jobs: bind its queue to this service'),
    tokenSecrets: previous === undefined ? [current] : [current, previous],
    // A target is out after two failed checks, 5 seconds apart, the last of which may take 4: see WebService.
    drainDelaySeconds: reader.number(OwnEnvironment.DRAIN_DELAY, 0, 110, 15),
  };
  reader.finish();
  return settings;
}

/** Reads the environment of the worker. */
export function workerSettings(environment: Variables): WorkerSettings {
  const reader = new VariableReader('worker', environment);
  const settings = {
    ...commonSettings(reader, environment),
    queueUrl: reader.text(Environment.WORK_QUEUE_URL, 'the queue to work on'),
    concurrency: reader.number(Environment.WORK_CONCURRENCY, 1, 1000),
  };
  reader.finish();
  return settings;
}

/** Reads the environment of the migration, which runs as the web service. */
export function databaseSettings(environment: Variables): DatabaseSettings {
  const reader = new VariableReader('web', environment);
  const settings = readDatabase(reader);
  reader.finish();
  return settings;
}

function commonSettings(reader: VariableReader, environment: Variables): CommonSettings {
  return {
    deployment: reader.text(Environment.DEPLOYMENT, 'the name of the deployment, such as shop-prod'),
    service: reader.text(Environment.SERVICE, 'the name of the service, such as web'),
    regionRole: reader.oneOf(Environment.REGION_ROLE, ['home', 'secondary'], 'home', 'the platform sets it'),
    logLevel: reader.oneOf(
      OwnEnvironment.LOG_LEVEL,
      ['info', 'trace', 'debug', 'warn', 'error', 'silent'],
      'info',
      'leave it out for info',
    ),
    environment,
    topologyPath: reader.text(Environment.TOPOLOGY_PATH, 'the path in Parameter Store, such as /shop-prod/eu-west-1'),
    database: readDatabase(reader),
    cache: readCache(reader),
    bucket: reader.text(Environment.OBJECT_BUCKET, 'the bucket for photos'),
  };
}

function readDatabase(reader: VariableReader): DatabaseSettings {
  reader.oneOf(
    Environment.DATABASE_ENGINE,
    ['postgres'],
    'postgres',
    'this service speaks to PostgreSQL alone: deploy it with another database',
  );
  reader.text(Environment.DATABASE_WRITER_HOST, 'the host that accepts writes');
  reader.text(Environment.DATABASE_READER_HOST, 'the host that answers for the readers');
  reader.number(Environment.DATABASE_PORT, 1, 65_535);
  reader.number(Environment.DATABASE_READER_PORT, 1, 65_535);
  return {
    database: reader.text(Environment.DATABASE_NAME, 'the name of the database'),
    user: reader.text(Environment.DATABASE_USER, 'who connects to the database'),
    password: reader.optional(Environment.DATABASE_PASSWORD),
    tls:
      reader.oneOf(OwnEnvironment.DATABASE_TLS, ['verify-full', 'disable'], 'verify-full', 'leave it out') !==
      'disable',
    // Well below the five minutes after which a database that scales to zero may pause.
    idleSeconds: reader.number(OwnEnvironment.DATABASE_IDLE, 1, 3600, 60),
  };
}

function readCache(reader: VariableReader): CacheSettings | undefined {
  const endpoint = reader.optional(Environment.CACHE_ENDPOINT);
  const mode = reader.optional(Environment.CACHE_MODE);
  const cacheName = reader.optional(Environment.CACHE_NAME);
  const user = reader.optional(Environment.CACHE_USER);
  if (endpoint === undefined) return undefined;
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(endpoint) ?? [];
  reader.refuse(
    host === '',
    `${Environment.CACHE_ENDPOINT} must be host:port, got ${JSON.stringify(endpoint)}; correct it`,
  );
  const identity = user === undefined || cacheName === undefined ? undefined : { cacheName, user };
  return { host, port: Number(port), cluster: mode === 'cluster', identity };
}
