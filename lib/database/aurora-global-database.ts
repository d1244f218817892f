import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct, type IConstruct } from 'constructs';
import { AuroraDatabase } from './aurora-database';
import { generationRule, nameRule, physicalName, shardKind } from '../private/names';
import { check, refuse, shown, trueOrFalse, type Rule } from '../private/validate';

/** What a region that joins a global database has to know of it. All of it is literal: nothing refers to another region. */
export interface IAuroraGlobalDatabase extends IConstruct {
  /** Name of the deployment. */
  readonly name: string;

  /** Physical name of the global database, such as `shop-prod-global-g1`. Always literal. */
  readonly globalDatabaseIdentifier: string;

  /** Physical name of its cluster at home, which those of other regions have as well. Always literal. */
  readonly databaseIdentifier: string;

  /** Name of the database that services use. */
  readonly databaseName: string;

  /** Version of the engine: that of every region. */
  readonly engineVersion: rds.AuroraPostgresEngineVersion;

  /** Region of the cluster that it was made from. It may be another one that accepts writes at present. */
  readonly homeRegion: string;
}

/** Properties for defining an AuroraGlobalDatabase. */
export interface AuroraGlobalDatabaseProps {
  /** Name of the deployment: that of its source. */
  readonly name: string;

  /** The database at home. It stays what it is: it is neither changed nor replaced, and goes on accepting writes meanwhile. */
  readonly source: AuroraDatabase;

  /**
   * Part of the physical name, 1 to 99. Raise it to have a successor, which needs another source.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether it goes when the stack is destroyed. Its clusters have a property of their own.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * A global database around an Aurora cluster that is there already: clusters of other regions can follow it
 * (`AuroraSecondaryDatabase`), usually by less than a second, and one of them can be promoted.
 *
 * Define it in the stack of its source. It can be added at any time, and never the other way round: a cluster that is there cannot be
 * told to join one (docs/adr/0027-global-database.md). Which region accepts writes is no part of a template: after a promotion, the
 * template goes on naming the cluster that the global database was made from, and a deployment changes nothing. The version of the
 * engine is raised for all regions at once, with `engineVersion` of the source.
 *
 * **Cost**: nothing itself; 0.20 dollars for each million of writes that are replicated to a region, and the traffic between regions
 * (list price, us-east-1). **Holds state**: deletion is refused, and the stack leaves it behind, unless it is disposable.
 */
export class AuroraGlobalDatabase extends Construct implements IAuroraGlobalDatabase {
  /** Name of the deployment. */
  public readonly name: string;
  /** Physical name of the global database, such as `shop-prod-global-g1`. Always literal. */
  public readonly globalDatabaseIdentifier: string;
  /** Physical name of its cluster at home, which those of other regions have as well. Always literal. */
  public readonly databaseIdentifier: string;
  /** Name of the database that services use. */
  public readonly databaseName: string;
  /** Version of the engine: that of every region. */
  public readonly engineVersion: rds.AuroraPostgresEngineVersion;
  /** Region of the cluster that it was made from. */
  public readonly homeRegion: string;
  /**
   * Host that leads to the cluster that accepts writes, in whichever region. Only for networks that are connected across regions:
   * it stands for an address within one of them.
   */
  public readonly writerHost: string;

  constructor(scope: Construct, id: string, props: AuroraGlobalDatabaseProps) {
    super(scope, id);
    check(this, ...globalRules(this, props));

    const { name, source } = props;
    this.name = name;
    this.globalDatabaseIdentifier = physicalName(name, shardKind('global', source._shard()), props.generation);
    this.databaseIdentifier = source.databaseIdentifier;
    this.databaseName = source.databaseName;
    this.engineVersion = source._settings().version;
    this.homeRegion = Stack.of(source).region;
    const globalCluster = new rds.CfnGlobalCluster(this, 'GlobalCluster', {
      globalClusterIdentifier: this.globalDatabaseIdentifier,
      // Composed: it is create-only, and a reference would be unknown to whoever compares templates.
      sourceDbClusterIdentifier: Stack.of(this).formatArn({
        service: 'rds',
        resource: 'cluster',
        resourceName: source.databaseIdentifier,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      deletionProtection: !props.disposable,
    });
    globalCluster.applyRemovalPolicy(props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
    globalCluster.node.addDependency(source.cluster);
    this.writerHost = globalCluster.getAtt('GlobalEndpoint.Address').toString();
  }
}

function globalRules(scope: IConstruct, { name, source, generation, disposable }: AuroraGlobalDatabaseProps): Rule[] {
  const rules = [nameRule(name), generationRule(generation), trueOrFalse('disposable', disposable)];
  if (!(source instanceof AuroraDatabase)) {
    const remedy = 'plain RDS has RdsReplicaDatabase for other regions';
    return [...rules, `source must be an AuroraDatabase, got ${shown(source)}; ${remedy}`];
  }
  const home = Stack.of(source).region;
  const own = source.databaseIdentifier.replace(/-aurora(-s\d+)?-g\d+$/, '');
  return [
    ...rules,
    refuse(
      nameRule(name) === undefined && own !== name,
      `name must be that of the source, got "${name}" with ${own}; one deployment has one name`,
    ),
    refuse(
      source._settings().minCapacity === 0,
      'source must have a minCapacity of at least 0.5, got 0; the primary of a global database never pauses, so raise it',
    ),
    refuse(
      Stack.of(scope).region !== home,
      `source must be in the region of the global database, got ${home}; define both in one stack`,
    ),
  ];
}
