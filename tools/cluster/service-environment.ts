import { Environment, queueUrlVariable } from '../../lib/contract/environment';
import { TopologyEntry, topologyPath } from '../../lib/contract/topology';
import { HOST } from './process/ports';
import { DATABASE, type Credentials } from './engines/databases';

export const DEPLOYMENT = 'shop-local';
export const REGION = 'eu-west-1';
export const BUCKET = `${DEPLOYMENT}-objects`;
export const SESSION_TABLE = `${DEPLOYMENT}-sessions`;
export const JOBS_QUEUE = `${DEPLOYMENT}-jobs`;
export const DEAD_LETTER_QUEUE = `${JOBS_QUEUE}-dead`;
/** Physical name of the database. */
const IDENTIFIER = `${DEPLOYMENT}-rds`;
export const TOPOLOGY_PATH = topologyPath(DEPLOYMENT, REGION);

/** What a client of the AWS SDK needs to reach the stand-ins. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Where everything is. */
export interface Ports {
  readonly writer: number;
  /** The databases that take no writes at present. */
  readers(): readonly { readonly name: string; readonly port: number }[];
  readonly cache: number;
  readonly queues: number;
  readonly sessions: number;
  readonly parameters: number;
}

/** Entries of Parameter Store, by the names that the platform's stacks publish. */
export function topologyEntries(ports: Ports): Map<string, string> {
  const { writer, cache } = ports;
  return new Map([
    [`${TOPOLOGY_PATH}/${TopologyEntry.databaseWriter(IDENTIFIER)}`, `${HOST}:${writer}`],
    ...ports
      .readers()
      .map(({ name, port }): [string, string] => [
        `${TOPOLOGY_PATH}/${TopologyEntry.databaseReplica(IDENTIFIER, name)}`,
        `${HOST}:${port}`,
      ]),
    [`${TOPOLOGY_PATH}/${TopologyEntry.cacheEndpoint(`${DEPLOYMENT}-cache`)}`, `${HOST}:${cache}`],
  ]);
}

/** The environment that the platform gives to both services, and what stands for roles and endpoints of AWS. */
export function commonEnvironment(ports: Ports, { user, password }: Credentials): Record<string, string> {
  return {
    [Environment.DEPLOYMENT]: DEPLOYMENT,
    [Environment.REGION_ROLE]: 'home',
    [Environment.TOPOLOGY_PATH]: TOPOLOGY_PATH,
    [Environment.DATABASE_WRITER_HOST]: HOST,
    [Environment.DATABASE_PORT]: String(ports.writer),
    [Environment.DATABASE_READER_HOST]: HOST,
    [Environment.DATABASE_READER_PORT]: String(ports.readers()[0].port),
    [Environment.DATABASE_NAME]: DATABASE,
    [Environment.DATABASE_ENGINE]: 'postgres',
    [Environment.DATABASE_USER]: user,
    [Environment.DATABASE_PASSWORD]: password,
    [Environment.CACHE_ENDPOINT]: `${HOST}:${ports.cache}`,
    [Environment.OBJECT_BUCKET]: BUCKET,
    PGSSLMODE: 'disable',
    LOG_LEVEL: 'warn',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_SQS: `http://${HOST}:${ports.queues}`,
    AWS_ENDPOINT_URL_S3: `http://${HOST}:${ports.queues}`,
    AWS_ENDPOINT_URL_DYNAMODB: `http://${HOST}:${ports.sessions}`,
    AWS_ENDPOINT_URL_SSM: `http://${HOST}:${ports.parameters}`,
  };
}

export interface WebOptions {
  readonly port: number;
  readonly tokenSecret: string;
  readonly jobsQueueUrl: string;
}

/** What web instances have beside it. The balancer takes an instance out before it is asked to end: it need not wait for that. */
export function webEnvironment({ port, tokenSecret, jobsQueueUrl }: WebOptions): Record<string, string> {
  return {
    [Environment.SERVICE]: 'web',
    [Environment.SESSION_TABLE]: SESSION_TABLE,
    [queueUrlVariable('jobs')]: jobsQueueUrl,
    TOKEN_SECRET: tokenSecret,
    PORT: String(port),
    DRAIN_DELAY_SECONDS: '0',
  };
}

/** What workers have beside it. */
export function workerEnvironment(jobsQueueUrl: string): Record<string, string> {
  return {
    [Environment.SERVICE]: 'jobs',
    [Environment.WORK_QUEUE_URL]: jobsQueueUrl,
    [Environment.WORK_CONCURRENCY]: '4',
  };
}
