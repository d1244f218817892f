import * as ecs from 'aws-cdk-lib/aws-ecs';
import {
  CacheKind,
  DatabaseEngine,
  GrowthStage,
  Platform,
  type AuroraDatabaseOptions,
  type GlobalDatastoreOptions,
  type NodeCacheOptions,
  type PlatformProps,
  type PlatformWebServiceOptions,
  type PlatformWorkerOptions,
  type RdsDatabaseOptions,
  type ServerlessCacheOptions,
} from '../../lib';
import type { StackTemplate } from '../../lib/growth/verdict';
import { synthesize } from './synthesis';

/** Every database engine of a platform. */
export const ENGINES = ['auroraPostgres', 'rdsPostgres', 'rdsMysql'] as const;

/** Every cache that a platform has with one region as well. */
export const CACHES = ['serverless', 'nodes', 'none'] as const;

export type Engine = (typeof ENGINES)[number];
export type Cache = (typeof CACHES)[number] | 'globalDatastore';

/** What a platform is made of, in a form that can be changed a little. */
export interface Shape {
  readonly stage: GrowthStage;
  readonly engine: Engine;
  readonly database: AuroraDatabaseOptions & RdsDatabaseOptions;
  readonly cacheKind: Cache;
  readonly cache: NodeCacheOptions & ServerlessCacheOptions;
  /** What a global datastore has grown to. */
  readonly datastore: GlobalDatastoreOptions;
  readonly regions: readonly string[];
  readonly platform: Partial<PlatformProps>;
  /** Options of each web service by its id. */
  readonly services: Readonly<Record<string, Partial<PlatformWebServiceOptions>>>;
  /** Options of each worker by its id. */
  readonly workers: Readonly<Record<string, Partial<PlatformWorkerOptions>>>;
}

/** Where every platform begins. */
const HOME = 'eu-west-1';

const plainShapes = new Map<string, Shape>();

/** A platform with nothing said but its stage and engines: a web service and a worker. The same object for the same ones. */
export function plainShape(
  stage: GrowthStage,
  engine: Engine = 'auroraPostgres',
  cacheKind: Cache = 'serverless',
): Shape {
  const key = `${stage.name} ${engine} ${cacheKind}`;
  const shape = plainShapes.get(key) ?? {
    stage,
    engine,
    cacheKind,
    database: {},
    cache: {},
    datastore: {},
    regions: stage === GrowthStage.GLOBAL ? [HOME, 'us-east-1'] : [HOME],
    platform: {},
    services: { Web: {} },
    workers: { Jobs: {} },
  };
  plainShapes.set(key, shape);
  return shape;
}

const image = ecs.ContainerImage.fromRegistry('example.com/image');

const CACHE_KINDS: Readonly<Record<Cache, (shape: Shape) => CacheKind>> = {
  serverless: (shape) => CacheKind.serverless(shape.cache),
  nodes: (shape) => CacheKind.nodes(shape.cache),
  globalDatastore: (shape) => CacheKind.globalDatastore(shape.cache, shape.datastore),
  none: () => CacheKind.none(),
};

const known = new WeakMap<Shape, StackTemplate[]>();

/** The stacks of a shape, synthesized once for the same object. */
export function stacksOf(shape: Shape): StackTemplate[] {
  const stacks = known.get(shape) ?? synthesized(shape);
  known.set(shape, stacks);
  return stacks;
}

function synthesized(shape: Shape): StackTemplate[] {
  return synthesize((app) => {
    const platform = new Platform(app, 'Shop', {
      name: 'shop',
      regions: [...shape.regions],
      stage: shape.stage,
      database: DatabaseEngine[shape.engine](shape.database),
      cache: CACHE_KINDS[shape.cacheKind](shape),
      ...shape.platform,
    });
    const services = Object.entries(shape.services).map(([id, options], index) =>
      platform.addWebService(id, {
        image,
        port: 8080,
        ...(index > 0 ? { paths: [`/${id.toLowerCase()}/*`] } : {}),
        ...options,
      }),
    );
    for (const [id, options] of Object.entries(shape.workers)) {
      const worker = platform.addWorker(id, { image, ...options });
      services.forEach((service) => worker.bindToService(service));
    }
  });
}
