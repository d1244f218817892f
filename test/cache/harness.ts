import { CrossStackReferences, ReferenceStrength, Stack, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { testApp } from '../support/test-app';

/** The stacks that a cache and a service that uses it live in, as the platform has them, and a network of three zones. */
export class Stacks {
  public readonly net: Stack;
  public readonly data: Stack;
  public readonly svc: Stack;
  public readonly vpc: ec2.IVpc;
  public readonly securityGroup: ec2.ISecurityGroup;

  constructor(public readonly app: App = testApp()) {
    this.net = this.stack('Net');
    this.data = this.stack('Data');
    this.svc = this.stack('Svc');
    this.vpc = ec2.Vpc.fromVpcAttributes(this.net, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b', 'c'],
      isolatedSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
      isolatedSubnetRouteTableIds: ['rtb-1', 'rtb-2', 'rtb-3'],
    });
    this.securityGroup = new ec2.SecurityGroup(this.net, 'CacheGroup', { vpc: this.vpc, allowAllOutbound: false });
  }

  private stack(id: string): Stack {
    const stack = new Stack(this.app, id, { env: { region: 'eu-west-1' } });
    CrossStackReferences.of(stack).consume(ReferenceStrength.STRONG);
    return stack;
  }
}
