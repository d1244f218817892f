import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { AuroraDatabase, LoadBalancer, ServiceCluster, WebService } from 'zero-to-millions';

/** A web service with its database, in the network that the company already has. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    // Private subnets have a route to the internet, isolated ones have none.
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      vpcCidrBlock: '10.20.0.0/16',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-0a000000000000001', 'subnet-0a000000000000002'],
      privateSubnetRouteTableIds: ['rtb-0a000000000000001', 'rtb-0a000000000000002'],
      isolatedSubnetIds: ['subnet-0d000000000000001', 'subnet-0d000000000000002'],
      isolatedSubnetRouteTableIds: ['rtb-0d000000000000001', 'rtb-0d000000000000002'],
    });

    const cluster = new ServiceCluster(this, 'Cluster', { name: 'orders', vpc });
    const loadBalancer = new LoadBalancer(this, 'LoadBalancer', { name: 'orders', vpc });
    const database = new AuroraDatabase(this, 'Database', { name: 'orders', vpc, databaseName: 'orders' });
    const api = new WebService(this, 'Api', {
      cluster,
      loadBalancer,
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/my-team/orders:7'),
      port: 8080,
      healthCheckPath: '/health',
    });
    api.bind(database);

    // The load balancer is internal: CloudFront reaches it, and here the company's own network does, too.
    loadBalancer.connections.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(80), 'Offices');
  }
}
