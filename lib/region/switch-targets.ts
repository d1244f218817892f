import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import type { RegionSwitchDatabase } from './region-switch-database';
import { regionCapacities, type RegionPlan } from '../contract/region-plan';
import { trafficFunctionName, type TrafficMove } from '../contract/region-traffic';

/** What of a deployment a switch plan acts on, by literal names: it depends on no other stack, nor region. */
export interface SwitchTargetsOptions {
  readonly name: string;
  readonly regions: readonly [string, string];
  /** By the number of their shard. */
  readonly databases: readonly [RegionSwitchDatabase, ...RegionSwitchDatabase[]];
  readonly approvalRole: string;
}

/** ARNs of what a switch plan acts on. */
export class SwitchTargets {
  public readonly regions: readonly [string, string];
  /** Services that a standby scales, in the order in which they were named. */
  public readonly services: string[] = [];
  public readonly databases: readonly [RegionSwitchDatabase, ...RegionSwitchDatabase[]];
  public readonly approvalRole: string;

  constructor(
    private readonly stack: Stack,
    private readonly options: SwitchTargetsOptions,
  ) {
    this.regions = options.regions;
    this.databases = options.databases;
    this.approvalRole = options.approvalRole;
  }

  /** The cluster of Aurora, or the instance of RDS. */
  public database({ databaseIdentifier, globalDatabaseIdentifier }: RegionSwitchDatabase, region: string): string {
    const resource = globalDatabaseIdentifier === undefined ? 'db' : 'cluster';
    return this.arn('rds', region, resource, databaseIdentifier, ArnFormat.COLON_RESOURCE_NAME);
  }

  /** What is changed where a database is promoted: in both regions, and of Aurora what is around them. */
  public promoted(database: RegionSwitchDatabase): string[] {
    const { globalDatabaseIdentifier: around } = database;
    const global = around === undefined ? [] : [this.globalDatabase(around)];
    return [...global, ...this.regions.map((region) => this.database(database, region))];
  }

  public cluster(region: string): string {
    return this.arn('ecs', region, 'cluster', this.options.name);
  }

  public service(
    service: string,
    region: string,
  ): Required<Pick<CfnPlan.ServiceProperty, 'clusterArn' | 'serviceArn'>> {
    const serviceArn = this.arn('ecs', region, 'service', `${this.options.name}/${service}`);
    return { clusterArn: this.cluster(region), serviceArn };
  }

  public trafficFunction(move: TrafficMove, region: string): string {
    const name = trafficFunctionName(this.options.name, move);
    return this.arn('lambda', region, 'function', name, ArnFormat.COLON_RESOURCE_NAME);
  }

  public alarm({ name, region }: { readonly name: string; readonly region: string }): string {
    return this.arn('cloudwatch', region, 'alarm', name, ArnFormat.COLON_RESOURCE_NAME);
  }

  private globalDatabase(identifier: string): string {
    return this.arn('rds', '', 'global-cluster', identifier, ArnFormat.COLON_RESOURCE_NAME);
  }

  private arn(service: string, region: string, resource: string, resourceName: string, arnFormat?: ArnFormat): string {
    return this.stack.formatArn({ service, region, resource, resourceName, arnFormat });
  }
}

/** Whether every region always has what the loss of another asks of it, or has to be scaled. */
export function plannedCapacity(plan: RegionPlan): 'standing' | 'scaled' {
  return regionCapacities(plan).every(({ standing, worst }) => standing >= worst) ? 'standing' : 'scaled';
}
