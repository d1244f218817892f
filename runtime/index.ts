/** What applications that run on the platform import: `zero-to-millions/runtime`. It needs nothing but Node. */
export { loadMetric } from './load/middleware';
export type { FastifyLike, FastifyLoadPlugin, LoadMetricOptions, LoadMiddleware } from './load/middleware';
export type { SqlClient, SqlResult } from './database/sql-client';
export { CacheAside } from './cache/cache-aside';
export type { CacheAsideOptions, CacheReadOptions } from './cache/cache-aside';
export type { CacheClient, CacheSetOptions } from './cache/cache-client';
export { Outbox } from './outbox/outbox';
export type { OutboxJob } from './outbox/outbox';
export { OutboxRelay } from './outbox/outbox-relay';
export type { OutboxRelayOptions, TransactionRunner } from './outbox/outbox-relay';
export { OUTBOX_DDL } from './outbox/schema';
export { sqsDelivery } from './outbox/delivery';
export type { Deliver, FailedDelivery, QueueSender, SqsDeliveryOptions } from './outbox/delivery';
export { QueueConsumer } from './queue/queue-consumer';
export type { QueueConsumerOptions, QueueMessage } from './queue/queue-consumer';
export type { MessageAttributes, QueueClient, ReceivedMessage } from './queue/queue-client';
export { forgetProcessed, PROCESSED_DDL, processOnce } from './queue/process-once';
export { isOutage } from './queue/outage';
export { redrive } from './queue/redrive';
export type { RedriveOptions, RedriveResult } from './queue/redrive';
export { SessionStore } from './session/session-store';
export type { Session, SessionClient, SessionKey, SessionStoreOptions } from './session/session-store';
export { connectDatabase } from './database/database';
export type { Database, DatabaseStatus, ServerStatus } from './database/database';
export type { DatabaseOptions, ReadOptions, Written } from './database/database-options';
export { DatabaseUnavailableError } from './database/failures';
export type { Position } from './database/position';
export type { ServerHealth } from './database/server-health';
export { secretPool } from './database/secret-pool';
export type { SecretPoolOptions, SecretsClient } from './database/secret-pool';
export type { DatabaseCredentials } from './database/secret-credentials';
export type { ConnectPool, PoolRole, SqlPool, SqlPoolClient } from './database/sql-pool';
export { retryTransaction } from './distributed-sql/retry-transaction';
export type { RetryTransactionOptions } from './distributed-sql/retry-transaction';
export { distributedSqlPoolOptions } from './distributed-sql/pool-options';
export type { DistributedSqlOptions, DistributedSqlPoolOptions } from './distributed-sql/pool-options';
export type { DistributedSqlSigner } from './distributed-sql/token';
export { environmentTopology } from './topology/environment-topology';
export { parameterStoreTopology } from './topology/parameter-store-topology';
export type { ParameterStoreClient, ParameterStoreTopologyOptions } from './topology/parameter-store-topology';
export type { Endpoint, Topology, TopologySource } from './topology/topology';
export type { ControlTableClient, ControlTableOptions } from './sharding/control-table-client';
export { migrateShards } from './sharding/migrate-shards';
export type { MigrateShardsOptions, ShardMigration, ShardSet } from './sharding/migrate-shards';
export type { Migration } from './sharding/migration-ledger';
export { parameterStoreShards } from './sharding/parameter-store-shards';
export type { ParameterStoreShardsOptions } from './sharding/parameter-store-shards';
export { SHARDING_DDL } from './sharding/schema';
export { ShardIds, slotOfId, timeOfId } from './sharding/shard-ids';
export type { ShardIdsOptions } from './sharding/shard-ids';
export { ShardsReadError } from './sharding/shard-results';
export type {
  ShardFailure,
  ShardReadAllOptions,
  ShardResult,
  ShardResults,
  ShardSlots,
} from './sharding/shard-results';
export { connectShards } from './sharding/shards';
export type { Shards, ShardsStatus } from './sharding/shards';
export type {
  ConnectShardPool,
  ShardIdentity,
  ShardKey,
  ShardPosition,
  ShardReadOptions,
  ShardsOptions,
  ShardWritten,
} from './sharding/shards-options';
export { staticShards } from './sharding/shards-source';
export type { ShardPlace, ShardsSource } from './sharding/shards-source';
export { SlotUnavailableError } from './sharding/slot-unavailable-error';
export { slotOf } from './sharding/slots';
