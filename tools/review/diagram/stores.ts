import { at, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import type { Node } from './graph';
import { capital, lastOf, words } from './names';
import { placeOf, type SubnetTier } from './subnets';

/** Clusters with their members, and instances with their replicas. */
export function databases(model: Model, tiers: readonly SubnetTier[]): Node[] {
  const clusters = model.ofType('AWS::RDS::DBCluster').map((cluster): Node => {
    const { MinCapacity: least, MaxCapacity: most } = (cluster.properties.ServerlessV2ScalingConfiguration ??
      {}) as Record<string, unknown>;
    const size = least === undefined ? '' : `${word(least)} to ${word(most)} capacity units`;
    const members = model
      .ofType('AWS::RDS::DBInstance')
      .filter(({ properties }) => model.references(properties.DBClusterIdentifier).includes(cluster));
    return {
      id: cluster.id,
      kind: 'database',
      place: placeOf(model, cluster, tiers),
      title: engineName(cluster),
      text: size,
      parts: members.map(({ label, properties }) => ({
        title: words(lastOf(label)),
        text: size || word(properties.DBInstanceClass),
      })),
    };
  });
  const primaries = model
    .ofType('AWS::RDS::DBInstance')
    .filter(({ properties }) => !properties.DBClusterIdentifier && !properties.SourceDBInstanceIdentifier)
    .map((primary): Node => {
      const replicas = model
        .ofType('AWS::RDS::DBInstance')
        .filter((other) => model.wired(other.properties.SourceDBInstanceIdentifier, primary.type).includes(primary));
      return {
        id: primary.id,
        kind: 'database',
        place: placeOf(model, primary, tiers),
        title: engineName(primary),
        text: word(primary.properties.DBInstanceClass),
        parts: [primary, ...replicas].map(({ label, properties }) => ({
          title: words(lastOf(label)),
          text: `${word(properties.DBInstanceClass)}${properties.MultiAZ === true ? ', two zones' : ''}`,
        })),
      };
    });
  return [...clusters, ...primaries];
}

const ENGINES: Readonly<Record<string, string>> = {
  'aurora-mysql': 'Aurora MySQL',
  'aurora-postgresql': 'Aurora PostgreSQL',
  mysql: 'RDS for MySQL',
  postgres: 'RDS for PostgreSQL',
};

function engineName({ properties }: Resource): string {
  const engine = word(properties.Engine);
  return `${ENGINES[engine] ?? engine} ${word(properties.EngineVersion)}`.trim();
}

/** Caches, whether of nodes or without servers. */
export function caches(model: Model, tiers: readonly SubnetTier[]): Node[] {
  return model
    .ofType('AWS::ElastiCache::ServerlessCache', 'AWS::ElastiCache::ReplicationGroup')
    .map((resource): Node => {
      const isServerless = resource.type.endsWith('ServerlessCache');
      const most = at(resource.properties, 'CacheUsageLimits', 'DataStorage', 'Maximum');
      const nodes = word(resource.properties.CacheNodeType);
      return {
        id: resource.id,
        kind: 'cache',
        place: placeOf(model, resource, tiers),
        title: `${capital(word(resource.properties.Engine, 'redis'))} cache`,
        text: isServerless ? `serverless${most === undefined ? '' : `, up to ${word(most)} GB`}` : nodes,
      };
    });
}

/** What stands between services and databases. */
export function proxies(model: Model, tiers: readonly SubnetTier[]): Node[] {
  return model.ofType('AWS::RDS::DBProxy').map((resource) => ({
    id: resource.id,
    kind: 'proxy',
    place: placeOf(model, resource, tiers),
    title: 'RDS Proxy',
    text: 'keeps connections to the database',
  }));
}
