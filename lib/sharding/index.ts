export { ShardedDatabase, type ShardedDatabaseProps } from './sharded-database';
export { ShardMonitoring, type ShardMonitoringProps } from './sharded-monitoring';
