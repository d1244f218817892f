/**
 * The environment that every task of the platform finds, at every growth stage. Constructs write these names, the runtime
 * and the services read them; nothing else may be hard-wired on either side. A variable whose tier is not bound to a
 * service is absent.
 */
export const Environment = {
  /** Name of the deployment, such as `shop-prod`. */
  DEPLOYMENT: 'DEPLOYMENT_NAME',
  /** Name of the service within the deployment, such as `web`. */
  SERVICE: 'SERVICE_NAME',
  /** `home` in the first region, `secondary` in every other. */
  REGION_ROLE: 'REGION_ROLE',
  /** Path of the deployment's entries in Parameter Store, such as `/shop-prod/eu-west-1`. */
  TOPOLOGY_PATH: 'TOPOLOGY_PATH',
  /** Host that accepts writes. */
  DATABASE_WRITER_HOST: 'DATABASE_WRITER_HOST',
  /** One host name that answers for every reader; the writer where there is none. */
  DATABASE_READER_HOST: 'DATABASE_READER_HOST',
  /** Port of the host that accepts writes. */
  DATABASE_PORT: 'DATABASE_PORT',
  /** Port of the host that answers for the readers; another one where a proxy stands before the writer only. */
  DATABASE_READER_PORT: 'DATABASE_READER_PORT',
  DATABASE_NAME: 'DATABASE_NAME',
  /** `postgres` or `mysql`. */
  DATABASE_ENGINE: 'DATABASE_ENGINE',
  /** User that authenticates by IAM token or by the password below. */
  DATABASE_USER: 'DATABASE_USER',
  /** Password, injected from Secrets Manager when the task starts; absent with IAM authentication. */
  DATABASE_PASSWORD: 'DATABASE_PASSWORD',
  /** `host:port` of the cache; TLS always. Injected from Parameter Store. */
  CACHE_ENDPOINT: 'CACHE_ENDPOINT',
  /** `cluster` when the client must speak the cluster protocol. */
  CACHE_MODE: 'CACHE_MODE',
  /** Name of the cache, part of the IAM token. */
  CACHE_NAME: 'CACHE_NAME',
  /** User that authenticates by IAM token. */
  CACHE_USER: 'CACHE_USER',
  /** Table of the shared session store. */
  SESSION_TABLE: 'SESSION_TABLE',
  /** Table of run-time state, which holds the map of shards; only of a database that has several. */
  CONTROL_TABLE: 'CONTROL_TABLE',
  /** Bucket for uploads. */
  OBJECT_BUCKET: 'OBJECT_BUCKET',
  /** URL of the queue that a worker consumes. */
  WORK_QUEUE_URL: 'WORK_QUEUE_URL',
  /** How many messages a task of a worker works on at once: it must not receive more, or scaling counts them as worked on. */
  WORK_CONCURRENCY: 'WORK_CONCURRENCY',
} as const;

/** Variable that holds the URL of a queue: `QUEUE_<NAME>_URL`, with the name in capitals. */
export function queueUrlVariable(name: string): string {
  return `QUEUE_${name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()}_URL`;
}
