import type { Construct } from 'constructs';
import type { StageSettings } from './stage-settings';
import {
  AuroraGlobalDatabase,
  AuroraSecondaryDatabase,
  RdsReplicaDatabase,
  type AuroraDatabase,
  type AuroraDatabaseOptions,
  type DatabaseReplicaProps,
  type IDatabase,
  type RdsDatabase,
  type RdsDatabaseOptions,
} from '../database';

/** Makes the database of another region, which follows that of home. */
export type FollowDatabase = (parent: Construct, props: DatabaseReplicaProps, settings: StageSettings) => IDatabase;

/** The database at home, and how others follow it where there are other regions. */
export interface HomeDatabase {
  readonly database: IDatabase;
  readonly follow?: FollowDatabase;
  /** Physical name of the global database, where others follow it as one. */
  readonly globalDatabaseIdentifier?: string;
}

/** What is known of a database that others follow. */
interface Shared {
  readonly name: string;
  readonly disposable?: boolean;
}

/** Opens an Aurora database to other regions, whose clusters are as large as it is: each may have to take over. */
export function openAurora(
  parent: Construct,
  { name, disposable }: Shared,
  source: AuroraDatabase,
  merged: (settings: StageSettings) => AuroraDatabaseOptions,
): Required<Omit<HomeDatabase, 'database'>> {
  const globalDatabase = new AuroraGlobalDatabase(parent, 'GlobalDatabase', { name, source, disposable });
  const follow: FollowDatabase = (other, props, settings) => {
    const options = merged(settings);
    return new AuroraSecondaryDatabase(other, 'Database', {
      ...props,
      ...shared(options),
      globalDatabase,
      instances: (options.readers ?? 1) + 1,
      minCapacity: options.minCapacity,
      maxCapacity: options.maxCapacity,
      ioOptimized: options.ioOptimized,
      proxy: options.proxy,
    });
  };
  return { follow, globalDatabaseIdentifier: globalDatabase.globalDatabaseIdentifier };
}

/** Lets replicas in other regions follow a plain RDS database: each is of the type of its primary, and has no readers of its own. */
export function openRds(source: RdsDatabase, merged: (settings: StageSettings) => RdsDatabaseOptions): FollowDatabase {
  return (other, props, settings) =>
    new RdsReplicaDatabase(other, 'Database', { ...props, ...shared(merged(settings)), source });
}

/** Options that are the same in every region, where a promotion would not bring them along. */
function shared(options: AuroraDatabaseOptions | RdsDatabaseOptions): Partial<DatabaseReplicaProps> {
  const { iamAuthentication, backupRetention, preferredBackupWindow, preferredMaintenanceWindow, parameters } = options;
  return { iamAuthentication, backupRetention, preferredBackupWindow, preferredMaintenanceWindow, parameters };
}
