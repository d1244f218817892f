import { Size } from 'aws-cdk-lib';
import { GrowthStage } from '../../lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { plainShape, type Shape } from './shape';

/** A move down or sideways that would lose data. */
export interface LosingMove {
  readonly name: string;
  readonly from: Shape;
  readonly to: Shape;
  /** The end of the path, or the type, of what has to be blocked. */
  readonly blocked: RegExp;
}

const { LAUNCH, GROWTH, SCALE } = GrowthStage;
const shop = plainShape(GROWTH);
const plain = plainShape(GROWTH, 'rdsPostgres', 'nodes');

/** Each has to be blocked, at the construct that would lose something. */
export const LOSING_MOVES: readonly LosingMove[] = [
  { name: 'from SCALE down to GROWTH', from: plainShape(SCALE), to: plainShape(GROWTH), blocked: /BackupVault/ },
  { name: 'from SCALE down to LAUNCH', from: plainShape(SCALE), to: plainShape(LAUNCH), blocked: /BackupVault/ },
  { name: 'from GROWTH down to LAUNCH', from: plainShape(GROWTH), to: plainShape(LAUNCH), blocked: /BackupVault/ },
  { name: 'no backups any more', from: shop, to: { ...shop, platform: { backup: false } }, blocked: /BackupVault/ },
  { name: 'Aurora to RDS', from: shop, to: { ...shop, engine: 'rdsPostgres' }, blocked: /AWS::RDS::DBCluster$/ },
  { name: 'RDS to Aurora', from: plain, to: { ...plain, engine: 'auroraPostgres' }, blocked: /Database\/Primary/ },
  { name: 'PostgreSQL to MySQL', from: plain, to: { ...plain, engine: 'rdsMysql' }, blocked: /Database\/Primary/ },
  { name: 'another name', from: shop, to: { ...shop, platform: { name: 'store' } }, blocked: /Sessions\/Table/ },
  {
    name: 'another region',
    from: shop,
    to: { ...shop, regions: ['eu-central-1'] },
    blocked: /Database\/Cluster/,
  },
  {
    name: 'another name of the database in the cluster',
    from: shop,
    to: { ...shop, database: { databaseName: 'orders' } },
    blocked: /Database\/Cluster/,
  },
  {
    name: 'another name of the database in the instance',
    from: plain,
    to: { ...plain, database: { databaseName: 'orders' } },
    blocked: /Database\/Primary/,
  },
  {
    name: 'a worker that is removed with its queue',
    from: shop,
    to: { ...shop, workers: {} },
    blocked: /Queues\/Jobs\/Queue/,
  },
  {
    name: 'a worker that gets another id',
    from: shop,
    to: { ...shop, workers: { Tasks: {} } },
    blocked: /Queues\/Jobs\/Queue/,
  },
  { name: 'a serverless cache to nodes', from: shop, to: { ...shop, cacheKind: 'nodes' }, blocked: /ServerlessCache/ },
  {
    name: 'nodes to a serverless cache',
    from: plain,
    to: { ...plain, cacheKind: 'serverless' },
    blocked: /ReplicationGroup/,
  },
  { name: 'no cache any more', from: shop, to: { ...shop, cacheKind: 'none' }, blocked: /ServerlessCache/ },
  {
    name: 'less storage',
    from: { ...plain, database: { storage: Size.gibibytes(300) } },
    to: { ...plain, database: { storage: Size.gibibytes(100) } },
    blocked: /Database\/Primary/,
  },
  {
    name: 'an older version of the engine',
    from: { ...shop, database: { engineVersion: rds.AuroraPostgresEngineVersion.VER_17_7 } },
    to: { ...shop, database: { engineVersion: rds.AuroraPostgresEngineVersion.VER_16_6 } },
    blocked: /Database\/Cluster/,
  },
  {
    name: 'copies of backups in yet another region',
    from: plainShape(SCALE),
    to: { ...plainShape(SCALE), platform: { backupCopyRegion: 'eu-north-1' } },
    blocked: /BackupVault/,
  },
  {
    name: 'everything disposable',
    from: shop,
    to: { ...shop, platform: { disposable: true } },
    blocked: /Sessions\/Table/,
  },
];
