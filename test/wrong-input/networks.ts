import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Stack } from 'aws-cdk-lib';

/** A network as somebody else's app has it, imported: cheap, because nothing is defined. */
export function importedNetwork(stack: Stack): ec2.IVpc {
  const subnets = (tier: string) => [1, 2, 3].map((zone) => `subnet-${tier}-${zone}`);
  const tables = (tier: string) => [1, 2, 3].map((zone) => `rtb-${tier}-${zone}`);
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    privateSubnetIds: subnets('app'),
    privateSubnetRouteTableIds: tables('app'),
    isolatedSubnetIds: subnets('data'),
    isolatedSubnetRouteTableIds: tables('data'),
  });
}

/** One that has no subnet of the kind that a database or a service is placed in. */
export function publicNetwork(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'PublicVpc', {
    vpcId: 'vpc-2',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    publicSubnetIds: ['subnet-1', 'subnet-2'],
    publicSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
  });
}
