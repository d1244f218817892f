import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { IMonitoring } from '../monitoring';
import { ShardMonitoring, type ShardedDatabase } from '../sharding';

/**
 * What people look at: one dashboard of the region, and with several shards another of these, with alarms on skew between them. It refers to
 * everything by literal name, and to no other stack but for the topics that alarms are sent to. Alarms on skew are here because they name all
 * shards: in the stack of one of them, or in Data, each further shard would change what holds data.
 */
export class OpsStack extends Stack {
  public readonly dashboard: cloudwatch.Dashboard;
  private readonly name: string;

  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, stackProps('ops', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    this.name = props.name;
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: `${props.name}-${props.region}` });
  }

  /** Shows shards beside each other, and defines the alarms on what one has more to do than others. */
  public compareShards({ shards }: ShardedDatabase, monitoring: IMonitoring): void {
    new ShardMonitoring(this, 'Shards', { name: this.name, shards, monitoring });
  }
}
