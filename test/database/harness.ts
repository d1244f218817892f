import { CrossStackReferences, ReferenceStrength, Stack, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Network } from '../../lib/network';
import { testApp } from '../support/test-app';

/** The stacks that a database and a service that uses it live in, as the platform has them. */
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
    this.vpc = new Network(this.net, 'Network', { name: 'shop', zones: 3 }).vpc;
    this.securityGroup = new ec2.SecurityGroup(this.net, 'DatabaseGroup', { vpc: this.vpc, allowAllOutbound: false });
  }

  private stack(id: string): Stack {
    const stack = new Stack(this.app, id, { env: { region: 'eu-west-1' } });
    CrossStackReferences.of(stack).consume(ReferenceStrength.STRONG);
    return stack;
  }
}
