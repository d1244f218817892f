import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ServiceCluster } from '../../lib/service';

/** A network as somebody else's app has it: imported, with private subnets in two zones. */
export function importedVpc(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-a', 'subnet-b'],
    privateSubnetRouteTableIds: ['rtb-a', 'rtb-b'],
  });
}

/** A cluster of the deployment `shop`. */
export function testCluster(stack: Stack): ServiceCluster {
  return new ServiceCluster(stack, 'Cluster', { name: 'shop', vpc: importedVpc(stack) });
}

export const IMAGE = ecs.ContainerImage.fromRegistry('example/app');

/** The resources of a stack, without its exports. */
export function resourcesOf(stack: Stack): Record<string, { readonly Type: string; readonly Properties?: object }> {
  return (Template.fromStack(stack).toJSON() as { Resources: ReturnType<typeof resourcesOf> }).Resources;
}
