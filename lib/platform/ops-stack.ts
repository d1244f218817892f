import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';

/** What people look at: one dashboard of the region. It refers to everything by literal name, and so to no other stack. */
export class OpsStack extends Stack {
  public readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, stackProps('ops', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: `${props.name}-${props.region}` });
  }
}
