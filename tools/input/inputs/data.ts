import * as backup from 'aws-cdk-lib/aws-backup';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as fc from 'fast-check';
import { Size } from 'aws-cdk-lib';
import {
  against,
  between,
  choice,
  combine,
  input,
  literal,
  literals,
  listOf,
  oneOf,
  values,
  whole,
  type Choice,
} from '../choice';
import type { Inputs } from '../generator';
import { days, deploymentName, duration, gibibytes, instanceTypes, mapOf, members } from './types';

/** A table by ARN, as `Backup` wants it. */
const table = choice("BackupResource.fromArn('arn:aws:dynamodb:…')", () =>
  backup.BackupResource.fromArn('arn:aws:dynamodb:eu-west-1:111111111111:table/orders'),
);

const tag = choice("BackupResource.fromTag('backup', 'yes')", () => backup.BackupResource.fromTag('backup', 'yes'));

const parameter = fc.constantFrom('log_min_duration_statement', 'max_connections', 'work_mem');

/** Parameters that bindings and rules depend on. */
const fixedParameter = (name: string): Choice => choice(`{ '${name}': '0' }`, () => ({ [name]: '0' }));

const BACKUP_WINDOWS = literals(
  ['00:30-01:00', '23:45-00:45'],
  ['', '0:30-1:30', '00:30', '25:00-26:00', 'sun:00:30-sun:01:30', '00:30-00:30', '00:30-00:45'],
);

const MAINTENANCE_WINDOWS = literals(
  ['sun:08:00-sun:09:00', 'mon:23:30-tue:00:30'],
  ['', '08:00-09:00', 'Sun:08:00-Sun:09:00', 'sunday:08:00-sunday:09:00', 'sun:08:00-sun:08:00', 'sun:08:00-sun:08:15'],
);

const PARAMETERS = input(
  mapOf(parameter, fc.constant(literal('100')), { maxKeys: 2 }),
  oneOf(fixedParameter('rds.force_ssl'), fixedParameter('require_secure_transport')),
);

const MAX_CAPACITY = input(
  fc.constantFrom(16, 1, 2.5, 64, 256).map(literal),
  fc.constantFrom(0, 0.5, 1.3, 256.5, NaN, Infinity).map(literal),
);

const MAX_STORAGE = values(gibibytes(1000, 22, 65_536), [
  ...gibibytes(0, 65_537),
  choice('Size.mebibytes(20_500)', () => Size.mebibytes(20_500)),
]);

const REGIONS = ['eu-central-1', 'us-west-2', 'ap-northeast-1'];
const NO_REGIONS = ['', 'Frankfurt', 'eu-central', 'eu_central_1'];
/** What no list of regions beside that of the stack can be. */
const OTHER_THAN_REGIONS = [['eu-west-1'], ['eu-central-1', 'eu-central-1'], ['Frankfurt'], ['eu-central'], ['']];

export const DATA: Inputs = {
  LimitlessDatabaseProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
    maxCapacity: whole(16, 6144),
    // With each maximum above.
    minCapacity: input(fc.constant(literal(16)), fc.constantFrom(0, 15, 16.5, 6145, NaN).map(literal)),
    standbys: whole(0, 1),
    engineVersion: values(
      members(
        rds.AuroraPostgresEngineVersion,
        'AuroraPostgresEngineVersion',
        'VER_16_13_LIMITLESS',
        'VER_16_9_LIMITLESS',
      ),
      members(rds.AuroraPostgresEngineVersion, 'AuroraPostgresEngineVersion', 'VER_17_7'),
    ),
    backupRetention: days(1, 35),
    preferredBackupWindow: BACKUP_WINDOWS,
    preferredMaintenanceWindow: MAINTENANCE_WINDOWS,
    parameters: PARAMETERS,
  },
  DistributedSqlProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
    witnessRegion: literals(['us-west-2'], ['', 'Oregon', 'us-west']),
  },
  DatabaseProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
    shard: whole(1, 63, 3),
  },
  DatabaseReplicaRegion: {
    region: literals(REGIONS, NO_REGIONS),
    secretKeyArn: literals(['alias/shop-secrets', 'arn:aws:kms:eu-central-1:111111111111:alias/shop-secrets']),
  },
  AuroraGlobalDatabaseProps: {
    // That of the source, which is the same for all.
    name: literals(['around'], ['', 'Around', 'shop', 'a--b']),
    generation: whole(1, 99, 3),
  },
  AuroraSecondaryDatabaseProps: {
    instances: whole(1, 16, 3),
    minCapacity: input(
      fc.constantFrom(0.5, 1, 8, 16).map(literal),
      fc.constantFrom(-0.5, 0, 0.3, 256.5, NaN).map(literal),
    ),
    maxCapacity: MAX_CAPACITY,
  },
  RdsReplicaDatabaseProps: {
    instanceType: values(
      instanceTypes('t4g.medium', 't4g.micro', 'm7g.large', 'r7g.16xlarge'),
      instanceTypes('t2.micro', 't4g.nano', 'c7g.large', 'nonsense', 'm4.large'),
    ),
    maxStorage: MAX_STORAGE,
  },
  DatabaseReplicaProps: {
    backupRetention: days(1, 35),
    preferredBackupWindow: BACKUP_WINDOWS,
    preferredMaintenanceWindow: MAINTENANCE_WINDOWS,
    parameters: PARAMETERS,
  },
  DatabaseOptions: {
    databaseName: literals(
      ['app', 'a', 'shop_2', 'x'.repeat(63)],
      ['', 'App', '1app', 'my-app', 'postgres', 'rdsadmin', 'template0', 'x'.repeat(64)],
    ),
    readers: whole(0, 15, 3),
    backupRetention: days(1, 35),
    preferredBackupWindow: BACKUP_WINDOWS,
    preferredMaintenanceWindow: MAINTENANCE_WINDOWS,
    parameters: PARAMETERS,
  },
  AuroraDatabaseOptions: {
    engineVersion: values(
      members(
        rds.AuroraPostgresEngineVersion,
        'AuroraPostgresEngineVersion',
        'VER_17_7',
        'VER_16_6',
        'VER_17_4',
        'VER_15_10',
      ),
    ),
    minCapacity: input(
      fc.constantFrom(0.5, 0, 1, 8, 16).map(literal),
      fc.constantFrom(-0.5, 0.3, 256.5, 1000, NaN).map(literal),
    ),
    maxCapacity: MAX_CAPACITY,
    autoPauseAfter: duration(300, 86_400),
  },
  ReaderAutoscaling: {
    maxReaders: whole(1, 15),
    minReaders: whole(1, 15, 3),
    targetCpuPercent: between(10, 90),
  },
  RdsDatabaseOptions: {
    instanceType: values(
      instanceTypes('t4g.medium', 't4g.micro', 'm7g.large', 'r7g.16xlarge'),
      instanceTypes('t2.micro', 't4g.nano', 'c7g.large', 'nonsense', 'm4.large'),
    ),
    replicaInstanceType: values(
      instanceTypes('t4g.medium', 'r7g.large'),
      instanceTypes('t2.micro', 'c7g.large', 'db.t4g.medium'),
    ),
    storage: values(gibibytes(20, 100, 399, 65_536), [
      ...gibibytes(0, 19, 65_537),
      choice('Size.mebibytes(20_500)', () => Size.mebibytes(20_500)),
    ]),
    maxStorage: MAX_STORAGE,
  },
  'RdsEngine.postgres': {
    version: values(members(rds.PostgresEngineVersion, 'PostgresEngineVersion', 'VER_17_7', 'VER_16_6'), [
      { ...members(rds.PostgresEngineVersion, 'PostgresEngineVersion', 'VER_16')[0], wrong: ['engine'] },
    ]),
  },
  'RdsEngine.mysql': {
    version: values(members(rds.MysqlEngineVersion, 'MysqlEngineVersion', 'VER_8_4_7', 'VER_8_0_43'), [
      { ...members(rds.MysqlEngineVersion, 'MysqlEngineVersion', 'VER_8_0')[0], wrong: ['engine'] },
    ]),
  },
  CredentialRotationProps: {
    vpc: values([choice('network.vpc', (world) => world.network.vpc)]),
    subnets: values([choice('network.appSubnets', (world) => world.network.appSubnets)]),
    rotateEvery: days(1, 365),
    port: whole(1, 65_535),
    announceIn: input(
      listOf(fc.constantFrom(...REGIONS).map(literal), { minLength: 1, maxLength: 1 }),
      listOf(fc.constantFrom(...NO_REGIONS).map(literal), { minLength: 1, maxLength: 2 }),
    ),
  },
  SessionStoreProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
    replicaRegions: literals([['eu-central-1'], ['us-east-1', 'ap-northeast-1']], OTHER_THAN_REGIONS),
  },
  SessionReplicaProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
    otherRegions: literals([['eu-central-1'], ['us-east-1', 'ap-northeast-1']], [[], ...OTHER_THAN_REGIONS]),
  },
  ObjectReplicationProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
    regions: literals(
      [
        ['eu-west-1', 'eu-central-1'],
        ['us-east-1', 'us-west-2', 'ap-northeast-1'],
      ],
      [[], ['eu-west-1'], ['eu-west-1', 'eu-west-1'], ['eu-west-1', 'Frankfurt'], ['eu-west-1', '']],
    ),
    revision: whole(1, 9999, 3),
  },
  ObjectStoreProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
    browserOrigins: literals(
      [['https://www.example.com'], ['http://localhost:3000', 'https://example.com']],
      [
        [],
        [''],
        ['https://www.example.com/'],
        ['http://www.example.com'],
        ['*'],
        ['https://*.example.com'],
        ['https://example.com:99999'],
      ],
    ),
    recoverableDays: whole(1, 3650),
    // The CDK says that it cannot change the policy of a bucket of somebody else, who has to allow the logs.
    accessLogsBucket: values([
      against(
        ['@aws-cdk/aws-s3:accessLogsPolicyNotAdded'],
        choice('logBucket', (world) => world.bucket),
      ),
    ]),
  },
  BackupCopy: {
    region: literals(['eu-central-1', 'us-west-2', 'ap-northeast-1'], ['', 'eu-west-1', 'Frankfurt', 'eu-central']),
    vaultName: literals(['shop-copies-g1', 'ab', 'x'.repeat(50)], ['', 'a', 'my vault', 'x'.repeat(51)]),
    dailyRetentionDays: whole(1, 3650, 90),
    monthlyRetentionDays: whole(1, 36_500),
  },
  CopyVaultProps: { name: deploymentName, generation: whole(1, 99, 3) },
  BackupProps: {
    shard: whole(1, 63, 3),
    name: deploymentName,
    resources: input(
      listOf(oneOf(table), { minLength: 1, maxLength: 2 }),
      oneOf(
        choice('[]', () => []),
        combine(
          [tag],
          ([text]) => `[${text}]`,
          (made) => made,
        ),
      ),
    ),
    dailyRetentionDays: whole(1, 3650, 90),
    monthlyRetentionDays: whole(1, 36_500),
    monthlyColdStorageAfterDays: whole(1, 36_410, 100),
    startHour: whole(0, 23),
    generation: whole(1, 99, 3),
  },
};
