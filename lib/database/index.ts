export { AuroraDatabase, type AuroraDatabaseOptions, type AuroraDatabaseProps } from './aurora-database';
export {
  AuroraGlobalDatabase,
  type AuroraGlobalDatabaseProps,
  type IAuroraGlobalDatabase,
} from './aurora-global-database';
export { AuroraSecondaryDatabase, type AuroraSecondaryDatabaseProps } from './aurora-secondary-database';
export { CredentialRotation, type CredentialRotationProps } from './credential-rotation';
export {
  DatabaseEngineFamily,
  type DatabaseOptions,
  type DatabaseProps,
  type DatabaseReplicaRegion,
  type IDatabase,
} from './database';
export type { DatabaseReplicaProps } from './database-replica';
export { RdsDatabase, type RdsDatabaseOptions, type RdsDatabaseProps } from './rds-database';
export { RdsReplicaDatabase, type RdsReplicaDatabaseProps } from './rds-replica-database';
export { RdsEngine } from './rds-engine';
export type { ReaderAutoscaling } from './reader-scaling';
