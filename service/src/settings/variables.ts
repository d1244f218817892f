import { Environment, queueUrlVariable } from '../../../lib/contract/environment';
import { LoadEnvironment } from '../../../lib/contract/load-metric';

/** Variables of an environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Variables of our own, beside those of the contract. Only the first has no default. */
export const OwnEnvironment = {
  /** Secret of at least 32 characters that the key is derived from which signs tokens. Of the web service alone. */
  TOKEN_SECRET: 'TOKEN_SECRET',
  /** The one before it: its tokens are still accepted. */
  PREVIOUS_TOKEN_SECRET: 'PREVIOUS_TOKEN_SECRET',
  /** Port that the web service listens on. */
  PORT: 'PORT',
  /** Seconds between SIGTERM, when readiness fails, and the moment that the web service stops listening. */
  DRAIN_DELAY: 'DRAIN_DELAY_SECONDS',
  /** Seconds without work after which every connection to the database is closed. */
  DATABASE_IDLE: 'DATABASE_IDLE_SECONDS',
  /** `trace`, `debug`, `info`, `warn`, `error` or `silent`. */
  LOG_LEVEL: 'LOG_LEVEL',
  /** `disable` for a database without TLS, as PostgreSQL's own clients have it. */
  DATABASE_TLS: 'PGSSLMODE',
} as const;

/** Where jobs are sent to: the queue of the worker that is named `jobs`. */
export const JOBS_QUEUE_URL = queueUrlVariable('jobs');

/** What is started: the web service, or the worker. */
export type Role = 'web' | 'worker';

const OF_BOTH: readonly string[] = [
  ...Object.values(Environment).filter((name) => !name.startsWith('WORK_') && name !== Environment.SESSION_TABLE),
  OwnEnvironment.DATABASE_IDLE,
  OwnEnvironment.LOG_LEVEL,
  OwnEnvironment.DATABASE_TLS,
];

/** Everything that the two read. Nothing else is asked of an environment, but for what the AWS SDK reads. */
export const VARIABLES: Readonly<Record<Role, readonly string[]>> = {
  web: [
    ...OF_BOTH,
    Environment.SESSION_TABLE,
    JOBS_QUEUE_URL,
    LoadEnvironment.RATED_REQUESTS,
    LoadEnvironment.HEALTH_CHECK_PATH,
    LoadEnvironment.HEALTH_CHECK_SECONDS,
    OwnEnvironment.TOKEN_SECRET,
    OwnEnvironment.PREVIOUS_TOKEN_SECRET,
    OwnEnvironment.PORT,
    OwnEnvironment.DRAIN_DELAY,
  ],
  worker: [...OF_BOTH, Environment.WORK_QUEUE_URL, Environment.WORK_CONCURRENCY],
};
