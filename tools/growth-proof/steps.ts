import { Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import {
  Capacity,
  DeploymentStrategy,
  GrowthStage,
  LoadSource,
  Nat,
  RdsEngine,
  Scaling,
  TaskSize,
  type StageSettings,
} from '../../lib';
import type { Cache, Engine, Shape } from './shape';

/** One thing that a team does on its way up. */
export interface Step {
  readonly name: string;
  /** Engines of databases that it is about. Default: it is about none, and tried with one. */
  readonly engines?: readonly Engine[];
  /** Caches that it is about. Default: it is about none, and tried with one. */
  readonly caches?: readonly Cache[];
  /** Stages in which it is tried. Default: all, since it is another step in each. */
  readonly stages?: readonly string[];
  /** What it starts from, where the stage alone is not it. */
  readonly from?: (shape: Shape) => Shape;
  /** The step itself; nothing where the stage has it already. */
  readonly to: (shape: Shape) => Shape | undefined;
}

const AURORA: readonly Engine[] = ['auroraPostgres'];
const RDS: readonly Engine[] = ['rdsPostgres', 'rdsMysql'];
const EVERY: readonly Engine[] = [...AURORA, ...RDS];

const LAUNCH = GrowthStage.LAUNCH.name;
const GROWTH = GrowthStage.GROWTH.name;

const DOMAIN = { domainName: 'www.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };

function database(options: Shape['database']): (shape: Shape) => Shape {
  return (shape) => ({ ...shape, database: { ...shape.database, ...options } });
}

function cache(options: Shape['cache']): (shape: Shape) => Shape {
  return (shape) => ({ ...shape, cache: { ...shape.cache, ...options } });
}

function platform(properties: Shape['platform']): (shape: Shape) => Shape {
  return (shape) => ({ ...shape, platform: { ...shape.platform, ...properties } });
}

function setting(settings: StageSettings): (shape: Shape) => Shape {
  return (shape) => ({ ...shape, stage: shape.stage.with(settings) });
}

function web(options: Shape['services'][string]): (shape: Shape) => Shape {
  return (shape) => ({ ...shape, services: { ...shape.services, Web: { ...shape.services.Web, ...options } } });
}

function worker(options: Shape['workers'][string]): (shape: Shape) => Shape {
  return (shape) => ({ ...shape, workers: { ...shape.workers, Jobs: { ...shape.workers.Jobs, ...options } } });
}

/** A database of plain RDS, and nodes of a cache, as they may have been for a while. */
function someTimeAgo(shape: Shape): Shape {
  const started = database({
    engine: rdsVersion(true, shape),
    readers: 1,
    storage: Size.gibibytes(100),
    maxStorage: Size.tebibytes(4),
  })(shape);
  if (shape.cacheKind !== 'nodes') return started;
  return cache({ nodeType: new ec2.InstanceType('r7g.large'), engineVersion: '8.0' })(started);
}

/** A step that the stage may have taken already. */
function unless(has: (settings: StageSettings, shape: Shape) => boolean, to: (shape: Shape) => Shape): Step['to'] {
  return (shape) => (has(shape.stage.settings, shape) ? undefined : to(shape));
}

function databaseSettings(shape: Shape): Shape['database'] {
  const { aurora, rds: plain } = shape.stage.settings;
  return { ...(shape.engine === 'auroraPostgres' ? aurora : plain), ...shape.database };
}

function isLarger(type: ec2.InstanceType | undefined): ec2.InstanceType {
  return new ec2.InstanceType(type?.toString().startsWith('t4g') ? 'r7g.large' : 'r7g.4xlarge');
}

function rdsVersion(minor: boolean, shape: Shape): RdsEngine {
  const postgres = minor ? rds.PostgresEngineVersion.VER_17_4 : rds.PostgresEngineVersion.VER_17_7;
  const mysql = minor ? rds.MysqlEngineVersion.VER_8_4_6 : rds.MysqlEngineVersion.VER_8_4_7;
  return shape.engine === 'rdsMysql' ? RdsEngine.mysql(mysql) : RdsEngine.postgres(postgres);
}

const NETWORK_AND_EDGE: readonly Step[] = [
  { name: 'a third zone', to: unless(({ zones }) => zones === 3, platform({ zones: 3 })) },
  { name: 'a NAT gateway instead of the instance', stages: [LAUNCH], to: platform({ nat: Nat.gateway() }) },
  { name: 'a NAT gateway in each zone instead of one', stages: [GROWTH], to: platform({ nat: Nat.gatewayPerZone() }) },
  { name: 'the firewall', to: unless(({ waf }) => waf === true, platform({ waf: true })) },
  { name: 'origin shield', to: unless(({ originShield }) => originShield === true, setting({ originShield: true })) },
  { name: 'a domain of its own', to: platform({ domain: DOMAIN }) },
  { name: 'uploads from a browser', to: platform({ browserOrigins: ['https://www.example.com'] }) },
  { name: 'backups', to: unless(({ backup }) => backup === true, platform({ backup: true })) },
  {
    name: 'copies of backups in another region',
    to: unless(
      ({ crossRegionBackup }) => crossRegionBackup === true,
      setting({ backup: true, crossRegionBackup: true }),
    ),
  },
];

const SERVICES: readonly Step[] = [
  { name: 'one more web service', to: (shape) => ({ ...shape, services: { ...shape.services, Admin: {} } }) },
  { name: 'one more worker', to: (shape) => ({ ...shape, workers: { ...shape.workers, Mails: {} } }) },
  { name: 'larger web tasks', to: web({ size: TaskSize.LARGE }) },
  { name: 'larger tasks of a worker', to: worker({ size: TaskSize.LARGE }) },
  { name: 'more web tasks', to: web({ minTasks: 5, maxTasks: 400 }) },
  { name: 'more tasks of a worker', to: worker({ minTasks: 5, maxTasks: 400 }) },
  { name: 'tasks on demand instead of on Spot', stages: [LAUNCH], to: web({ capacity: Capacity.onDemand() }) },
  {
    name: 'scaling on requests too',
    to: web({ scaling: [Scaling.onCpu(), Scaling.onRequestsPerTask({ requestsPerMinute: 1000 })] }),
  },
  { name: 'load that a proxy counts', to: web({ ratedRequestsPerSecond: 100 }) },
  {
    name: 'load that the application counts',
    from: web({ ratedRequestsPerSecond: 100 }),
    to: web({ loadSource: LoadSource.APPLICATION }),
  },
  { name: 'blue/green deployments', to: web({ deploymentStrategy: DeploymentStrategy.blueGreen() }) },
  { name: 'a release command', to: web({ release: { command: ['node', 'migrate.js'] } }) },
  { name: 'a new image and its environment', to: web({ environment: { RELEASE: '2' } }) },
  { name: 'a longer visibility timeout', to: worker({ visibilityTimeout: Duration.hours(1) }) },
];

const DATABASES: readonly Step[] = [
  {
    name: 'one more reader',
    engines: EVERY,
    to: (shape) => database({ readers: (databaseSettings(shape).readers ?? 0) + 1 })(shape),
  },
  {
    name: 'services that sign in with IAM tokens',
    engines: EVERY,
    to: (shape) =>
      databaseSettings(shape).iamAuthentication ? undefined : database({ iamAuthentication: true })(shape),
  },
  {
    name: 'a proxy',
    engines: EVERY,
    to: (shape) =>
      databaseSettings(shape).proxy ? undefined : database({ iamAuthentication: true, proxy: true })(shape),
  },
  {
    name: 'readers that follow the load',
    engines: AURORA,
    to: (shape) =>
      databaseSettings(shape).readerAutoscaling
        ? undefined
        : database({ readers: 1, readerAutoscaling: { maxReaders: 15 } })(shape),
  },
  {
    name: 'a larger instance',
    engines: RDS,
    to: (shape) => database({ instanceType: isLarger(databaseSettings(shape).instanceType) })(shape),
  },
  {
    name: 'larger readers',
    engines: RDS,
    from: someTimeAgo,
    to: database({ replicaInstanceType: new ec2.InstanceType('r7g.8xlarge') }),
  },
];

/** Steps of a database that are the same in every stage. */
const SETTINGS_OF_DATABASES: readonly Step[] = [
  {
    name: 'longer backups of the database itself',
    engines: EVERY,
    to: database({ backupRetention: Duration.days(35) }),
  },
  { name: 'a parameter of the database', engines: EVERY, to: database({ parameters: { max_connections: '2000' } }) },
  { name: 'more capacity at most', engines: AURORA, to: database({ maxCapacity: 256 }) },
  { name: 'more capacity at least', engines: AURORA, to: database({ minCapacity: 4 }) },
  { name: 'storage optimized for I/O', engines: AURORA, to: database({ ioOptimized: true }) },
  {
    name: 'a minor version of the engine',
    engines: AURORA,
    from: database({ engineVersion: rds.AuroraPostgresEngineVersion.VER_17_4 }),
    to: database({ engineVersion: rds.AuroraPostgresEngineVersion.VER_17_7 }),
  },
  {
    name: 'a minor version of the engine',
    engines: RDS,
    from: someTimeAgo,
    to: (shape) => database({ engine: rdsVersion(false, shape) })(shape),
  },
  { name: 'more storage', engines: RDS, from: someTimeAgo, to: database({ storage: Size.gibibytes(300) }) },
  {
    name: 'storage beyond the next class',
    engines: RDS,
    from: someTimeAgo,
    to: database({ storage: Size.gibibytes(1000) }),
  },
  { name: 'room for more storage', engines: RDS, from: someTimeAgo, to: database({ maxStorage: Size.tebibytes(8) }) },
];

const CACHES: readonly Step[] = [
  {
    name: 'a larger serverless cache',
    caches: ['serverless'],
    to: cache({ maxDataGigabytes: 1000, maxProcessingUnitsPerSecond: 1_000_000 }),
  },
  { name: 'snapshots of the serverless cache', caches: ['serverless'], to: cache({ snapshotRetentionDays: 35 }) },
  {
    name: 'a new version of the serverless cache',
    caches: ['serverless'],
    from: cache({ majorEngineVersion: '7' }),
    to: cache({ majorEngineVersion: '8' }),
  },
  {
    name: 'larger nodes of the cache',
    caches: ['nodes'],
    to: cache({ nodeType: new ec2.InstanceType('r7g.4xlarge') }),
  },
  { name: 'one more shard of the cache', caches: ['nodes'], to: cache({ shards: 2 }) },
  { name: 'one more replica of each shard', caches: ['nodes'], to: cache({ replicasPerShard: 2 }) },
  {
    name: 'replicas that follow the load',
    caches: ['nodes'],
    from: someTimeAgo,
    to: cache({ maxReplicasPerShard: 4 }),
  },
  { name: 'longer snapshots of the cache', caches: ['nodes'], to: cache({ snapshotRetentionDays: 35 }) },
  {
    name: 'a new version of the cache',
    caches: ['nodes'],
    from: someTimeAgo,
    to: cache({ engineVersion: '8.2' }),
  },
  {
    name: 'a serverless cache where there was none',
    caches: ['none'],
    to: (shape) => ({ ...shape, cacheKind: 'serverless' }),
  },
  {
    name: 'a cache on nodes where there was none',
    caches: ['none'],
    to: (shape) => ({ ...shape, cacheKind: 'nodes' }),
  },
];

/** Every single step. */
export const STEPS: readonly Step[] = [
  ...NETWORK_AND_EDGE,
  ...DATABASES,
  // These are the same in every stage.
  ...[...SERVICES, ...SETTINGS_OF_DATABASES, ...CACHES].map((step) => ({ stages: [GROWTH], ...step })),
];

/** Steps that a shape can take. */
export function stepsOf({ stage, engine, cacheKind }: Shape): Step[] {
  return STEPS.filter(({ engines = AURORA, caches, stages }) => {
    if (stages && !stages.includes(stage.name)) return false;
    if (caches) return caches.includes(cacheKind) && engine === WITH_CACHE[cacheKind];
    return engines.includes(engine) && cacheKind === 'serverless' && isTried(engine, stage);
  });
}

/** The database with which the steps of a cache are tried. */
const WITH_CACHE: Readonly<Record<Cache, Engine>> = {
  serverless: 'auroraPostgres',
  nodes: 'rdsPostgres',
  globalDatastore: 'rdsPostgres',
  none: 'rdsMysql',
};

/** The two engines of plain RDS differ in their versions and parameters alone: one of them stands for both in other stages. */
function isTried(engine: Engine, stage: GrowthStage): boolean {
  return engine !== 'rdsMysql' || stage.name === GrowthStage.GROWTH.name;
}
