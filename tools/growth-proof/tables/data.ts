import * as rds from 'aws-cdk-lib/aws-rds';
import { appears, growsBy, SWITCHED_ON, type GrowthTable } from '../growth';
import { days, gibibytes, instances, seconds, versions } from './types';

export const DATA: GrowthTable = {
  DatabaseOptions: {
    readers: growsBy(0, 1, 2, 3, 5),
    backupRetention: days(7, 14, 35),
    iamAuthentication: SWITCHED_ON,
    proxy: SWITCHED_ON,
    parameters: appears(
      growsBy({ work_mem: '8192' }, { work_mem: '16384' }, { work_mem: '16384', max_connections: '2000' }),
    ),
    preferredBackupWindow: growsBy('00:30-01:00', '01:30-03:00'),
    preferredMaintenanceWindow: growsBy('sun:08:00-sun:09:00', 'mon:05:30-mon:07:30'),
  },
  AuroraDatabaseOptions: {
    minCapacity: growsBy(0, 0.5, 1, 2, 8),
    maxCapacity: growsBy(16, 32, 64, 128, 256),
    autoPauseAfter: seconds(300, 3600, 86_400),
    ioOptimized: SWITCHED_ON,
    engineVersion: versions(
      rds.AuroraPostgresEngineVersion,
      'AuroraPostgresEngineVersion',
      'VER_15_10',
      'VER_16_6',
      'VER_17_4',
      'VER_17_7',
    ),
  },
  ReaderAutoscaling: {
    minReaders: growsBy(1, 2, 3),
    maxReaders: growsBy(4, 8, 15),
    targetCpuPercent: growsBy(40, 60, 80),
  },
  RdsDatabaseOptions: {
    instanceType: instances('t4g.micro', 't4g.medium', 'm7g.large', 'r7g.2xlarge', 'r7g.16xlarge'),
    replicaInstanceType: instances('t4g.medium', 'r7g.large', 'r7g.4xlarge'),
    storage: gibibytes(20, 100, 399, 500, 1000),
    maxStorage: gibibytes(2000, 4000, 16_000),
  },
  'RdsEngine.postgres': {
    version: versions(rds.PostgresEngineVersion, 'PostgresEngineVersion', 'VER_17_4', 'VER_17_7'),
  },
  'RdsEngine.mysql': {
    version: versions(rds.MysqlEngineVersion, 'MysqlEngineVersion', 'VER_8_4_6', 'VER_8_4_7'),
  },
  NodeCacheOptions: {
    nodeType: instances('m7g.large', 'r7g.large', 'r7g.xlarge', 'r7g.2xlarge'),
    shards: growsBy(1, 2, 3, 5),
    replicasPerShard: growsBy(1, 2, 3),
    maxReplicasPerShard: appears(growsBy(3, 4, 5)),
    targetReplicaCpuPercent: growsBy(40, 50, 70),
    snapshotRetentionDays: growsBy(1, 7, 15, 35),
    engineVersion: growsBy('7.2', '8.0', '8.1', '8.2'),
  },
  ServerlessCacheOptions: {
    maxDataGigabytes: growsBy(10, 100, 1000, 5000),
    maxProcessingUnitsPerSecond: growsBy(30_000, 100_000, 1_000_000, 15_000_000),
    snapshotRetentionDays: growsBy(0, 1, 15, 35),
    majorEngineVersion: growsBy('7', '8'),
  },
};
