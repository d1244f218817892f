import { App, type AppProps } from 'aws-cdk-lib';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from '../../bin/samples';
import {
  CacheKind,
  Capacity,
  DatabaseEngine,
  DeploymentStrategy,
  GrowthStage,
  LoadSource,
  Nat,
  Platform,
  RegionMode,
  Scaling,
  type AuroraDatabaseOptions,
  type PlatformProps,
  type PlatformWebServiceOptions,
} from '../../lib';
import { allPoints, coveringSet, type Point } from './covering-set';

/**
 * What a user can choose. The first value of each is that of the reference app. Disposable platforms have no place here: they
 * do without the protection that the packs ask for, on purpose. The house rules judge them.
 */
export const DIMENSIONS = {
  database: ['aurora-postgres', 'rds-postgres', 'rds-mysql'],
  cache: ['serverless', 'nodes', 'none'],
  access: ['password', 'tokens', 'proxy'],
  domain: ['no', 'yes'],
  waf: ['yes', 'no'],
  worker: ['yes', 'no'],
  spot: ['no', 'yes'],
  backup: ['yes', 'no'],
  readers: ['1', '0', '3'],
  aurora: ['standard', 'pausing', 'io-optimized', 'reader-autoscaling'],
  nat: ['gateway', 'instance', 'gateway-per-zone'],
  zones: ['2', '3'],
  web: ['plain', 'release', 'shell', 'jwt', 'blue-green'],
  scaling: ['cpu-steps', 'load-by-proxy', 'load-by-application', 'cpu-target'],
} as const;

/** One choice for each dimension. */
type Choices = Point<typeof DIMENSIONS>;

/** What can be chosen of several regions. */
const OF_REGIONS = {
  regions: ['2', '3', '4', '5', '6'],
  regionMode: ['active-active', 'active-passive'],
  database: ['aurora-postgres', 'rds-postgres'],
  domain: ['no', 'yes'],
} as const;

/** One choice for each dimension; or a growth stage as it is, of which only the engine, the cache, the worker and the regions are chosen. */
export type Configuration = Choices & {
  readonly stage?: string;
  readonly regions?: string;
  readonly shards?: string;
  readonly regionMode?: string;
};

/**
 * The choices that change what others make, and so could disturb each other: every combination of them is judged. Others show in
 * one place only, such as the web ACL in front of the distribution, or only add, such as a worker; for them, every three choices are
 * enough.
 */
const WHOLE: Partial<Record<keyof Choices, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(DIMENSIONS).map(([name, [first]]) => [name, [first]])),
  database: DIMENSIONS.database,
  cache: ['serverless', 'nodes'],
  access: ['password', 'proxy'],
  domain: DIMENSIONS.domain,
};

/** Choices that do not fit together. The library refuses them, and tests of its own show that it does. */
export function allowed({ database, access, readers, aurora, web, domain }: Partial<Configuration>): boolean {
  const elastic = aurora !== undefined && aurora !== 'standard';
  if (elastic && database !== undefined && database !== 'aurora-postgres') return false;
  // A proxy keeps connections open, so a database behind it never pauses.
  if (aurora === 'pausing' && access === 'proxy') return false;
  // Readers that scaling added are unknown to the stack; one has to be known.
  if (aurora === 'reader-autoscaling' && readers === '0') return false;
  // Tokens of users are verified on a connection that nobody else can read.
  return !(web === 'jwt' && domain === 'no');
}

/** A handful of configurations in which every choice occurs. */
export function everyChoice(): Configuration[] {
  return coveringSet(DIMENSIONS, 1, allowed);
}

/** A few configurations in which every pair of choices occurs. */
export function pairwiseConfigurations(): Configuration[] {
  return coveringSet(DIMENSIONS, 2, allowed);
}

/** Each growth stage as it is, with each engine and cache. */
export function everyStage(): Configuration[] {
  return GrowthStage.all().flatMap((stage) =>
    DIMENSIONS.database.flatMap((database) =>
      STAGED_CACHES.map((cache) => ({
        ...referenceBut({ database, cache }),
        stage: stage.name,
        ...(stage === GrowthStage.GLOBAL ? { regions: '2' } : {}),
      })),
    ),
  );
}

/** As many regions as there may be, with every pair of what can be chosen of them. */
export function everyRegionCount(): Configuration[] {
  return coveringSet(OF_REGIONS, 2, () => true).map((choices) => ({
    ...referenceBut(choices),
    ...choices,
    stage: GrowthStage.GLOBAL.name,
  }));
}

/** Several shards, with each engine that can have them, in one region and in two: a shard looks like the one before it. */
export function everySharding(): Configuration[] {
  return (['aurora-postgres', 'rds-postgres'] as const).flatMap((database) => [
    { ...referenceBut({ database }), stage: GrowthStage.SCALE.name, shards: '2' },
    { ...referenceBut({ database }), stage: GrowthStage.GLOBAL.name, regions: '2', shards: '3' },
  ]);
}

/** The stages with which every engine and cache occurs: what the command line is tried with. */
export function someStages(): Configuration[] {
  return everyStage().filter(
    ({ stage, database, cache }) => stage !== 'growth' && (database === 'aurora-postgres') === (cache === 'serverless'),
  );
}

/** The matrix: every stage, every combination of the choices that meet, and every three of all choices. */
export function everyConfiguration(): Configuration[] {
  const whole = allPoints(WHOLE as typeof DIMENSIONS, allowed);
  const all = [
    ...everyStage(),
    ...everyRegionCount(),
    ...everySharding(),
    ...whole,
    ...coveringSet(DIMENSIONS, 3, allowed),
  ];
  return [...new Map(all.map((configuration) => [describe(configuration), configuration])).values()];
}

/** A configuration in one line: the choices that are not those of the reference app. */
export function describe(configuration: Configuration): string {
  const names = Object.keys(DIMENSIONS) as (keyof Choices)[];
  const choices = names.filter((name) => configuration[name] !== DIMENSIONS[name][0]);
  const words = choices.map((name) => (configuration[name] === 'yes' ? name : `${name}=${configuration[name]}`));
  const { stage, regions, regionMode, shards } = configuration;
  const given = Object.entries({ stage, regions, regionMode, shards }).filter(([, value]) => value !== undefined);
  return [...given.map(([name, value]) => `${name}=${value}`), ...words].join(' ') || 'reference';
}

/** The configuration of the reference app, but for some choices. */
export function referenceBut(choices: Partial<Configuration> = {}): Configuration {
  const firsts = Object.fromEntries(Object.entries(DIMENSIONS).map(([name, [first]]) => [name, first]));
  return { ...(firsts as Configuration), ...choices };
}

/** The app of a user who made these choices. */
export function buildApp(configuration: Configuration, appProps: AppProps = {}, disposable = false): App {
  const app = new App(appProps);
  const props = configuration.stage === undefined ? platformProps(configuration) : stagedProps(configuration);
  const platform = new Platform(app, 'Shop', { ...props, disposable });
  const web = platform.addWebService('Web', webService(configuration));
  if (configuration.worker === 'yes') {
    const jobs = platform.addWorker('Jobs', { ...SAMPLE_WORKER, ...capacity(configuration) });
    jobs.bindToService(web);
  }
  return app;
}

/** A cache is nothing that a stage decides. */
const STAGED_CACHES = ['serverless', 'nodes'] as const;

const ENGINES: Record<Configuration['database'], () => DatabaseEngine> = {
  'aurora-postgres': () => DatabaseEngine.auroraPostgres(),
  'rds-postgres': () => DatabaseEngine.rdsPostgres(),
  'rds-mysql': () => DatabaseEngine.rdsMysql(),
};

/** What a stage decides is not given. */
function stagedProps(configuration: Configuration): PlatformProps {
  const { stage, database, cache, regions = '1', regionMode, shards } = configuration;
  return {
    name: 'shop-prod',
    regions: REGIONS.slice(0, Number(regions)),
    regionMode: Object.values(RegionMode).find((mode) => mode === regionMode),
    domain: domain(configuration),
    stage: GrowthStage.all().find(({ name }) => name === stage),
    database: ENGINES[database](),
    shards: shards === undefined ? undefined : Number(shards),
    cache: CACHES[cache](),
    cachedPaths: ['/images/*'],
  };
}

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'us-west-2', 'eu-central-1', 'ap-southeast-2'];

function domain(configuration: Configuration): PlatformProps['domain'] {
  if (configuration.domain === 'no') return undefined;
  return { domainName: 'shop.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
}

const CACHES: Record<Configuration['cache'], () => CacheKind> = {
  serverless: () => CacheKind.serverless(),
  nodes: () => CacheKind.nodes(),
  none: () => CacheKind.none(),
};

const NATS: Record<Configuration['nat'], () => Nat> = {
  gateway: () => Nat.gateway(),
  instance: () => Nat.instance(),
  'gateway-per-zone': () => Nat.gatewayPerZone(),
};

function platformProps(configuration: Configuration): PlatformProps {
  return {
    name: 'shop-prod',
    regions: ['eu-west-1'],
    database: database(configuration),
    cache: CACHES[configuration.cache](),
    domain: domain(configuration),
    waf: configuration.waf === 'yes',
    backup: configuration.backup === 'yes',
    nat: NATS[configuration.nat](),
    zones: Number(configuration.zones),
  };
}

function database({ database: engine, access, readers, aurora }: Configuration): DatabaseEngine {
  const common = { readers: Number(readers), iamAuthentication: access !== 'password', proxy: access === 'proxy' };
  const variants: Record<Configuration['aurora'], AuroraDatabaseOptions> = {
    standard: {},
    pausing: { minCapacity: 0 },
    'io-optimized': { ioOptimized: true },
    'reader-autoscaling': { readerAutoscaling: { maxReaders: 5 } },
  };
  return {
    'aurora-postgres': () => DatabaseEngine.auroraPostgres({ ...common, ...variants[aurora] }),
    'rds-postgres': () => DatabaseEngine.rdsPostgres(common),
    'rds-mysql': () => DatabaseEngine.rdsMysql(common),
  }[engine]();
}

function webService(configuration: Configuration): PlatformWebServiceOptions {
  const variants: Record<Configuration['web'], Partial<PlatformWebServiceOptions>> = {
    plain: {},
    release: { release: { command: ['/bin/true'] } },
    shell: { remoteShell: true },
    jwt: { jwt: { issuer: 'https://id.example.com', jwksEndpoint: 'https://id.example.com/.well-known/jwks.json' } },
    'blue-green': { deploymentStrategy: DeploymentStrategy.blueGreen() },
  };
  return {
    ...SAMPLE_WEB_SERVICE,
    ...capacity(configuration),
    ...variants[configuration.web],
    ...SCALING[configuration.scaling],
  };
}

const SCALING: Record<Configuration['scaling'], Partial<PlatformWebServiceOptions>> = {
  'cpu-steps': {},
  'load-by-proxy': { ratedRequestsPerSecond: 100 },
  'load-by-application': { ratedRequestsPerSecond: 100, loadSource: LoadSource.APPLICATION },
  'cpu-target': { scaling: [Scaling.onCpu(), Scaling.predictive()] },
};

function capacity({ spot, stage }: Configuration): { capacity?: Capacity } {
  if (stage !== undefined) return {};
  return { capacity: spot === 'yes' ? Capacity.spotAbove(2) : Capacity.onDemand() };
}
