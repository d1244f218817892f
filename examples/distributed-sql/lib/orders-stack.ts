import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { DistributedSql } from 'zero-to-millions';

/** Properties for defining an OrdersStack. */
export interface OrdersStackProps extends StackProps {
  /** Zones of the VPC that is there. */
  readonly zones: string[];
  /** Both clusters, once they are there. */
  readonly clusterArns?: string[];
}

/** One of two clusters that hold the same orders, with a witness in Paris. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, { zones, clusterArns, ...props }: OrdersStackProps) {
    super(scope, id, props);

    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      availabilityZones: zones,
      isolatedSubnetIds: ['subnet-0a000000000000001', 'subnet-0a000000000000002'],
      isolatedSubnetRouteTableIds: ['rtb-0a000000000000001', 'rtb-0a000000000000002'],
    });
    const database = new DistributedSql(this, 'Orders', {
      name: 'orders',
      vpc,
      witnessRegion: 'eu-west-3',
      clusterArns,
    });
    new CfnOutput(this, 'ClusterArn', { value: database.clusterArn });
  }
}
