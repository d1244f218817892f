import { CrossStackReferences, ReferenceStrength, Stack, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Stacks } from './harness';
import { Network } from '../../lib/network';
import { testApp } from '../support/test-app';

/** The stacks of a second region, as the platform would have them. */
export class OtherRegion {
  public readonly data: Stack;
  public readonly svc: Stack;
  public readonly vpc: ec2.IVpc;
  public readonly securityGroup: ec2.ISecurityGroup;
  private readonly net: Stack;

  constructor(
    private readonly app: App,
    private readonly region = 'us-east-1',
  ) {
    this.net = this.stack('OtherNet');
    this.data = this.stack('OtherData');
    this.svc = this.stack('OtherSvc');
    this.vpc = new Network(this.net, 'Network', { name: 'shop', zones: 3 }).vpc;
    this.securityGroup = new ec2.SecurityGroup(this.net, 'DatabaseGroup', { vpc: this.vpc, allowAllOutbound: false });
  }

  private stack(id: string): Stack {
    const stack = new Stack(this.app, id, { env: { region: this.region } });
    CrossStackReferences.of(stack).consume(ReferenceStrength.STRONG);
    return stack;
  }
}

/** Home in eu-west-1 and another region. */
export function twoRegions(region?: string): { readonly home: Stacks; readonly other: OtherRegion } {
  const app = testApp();
  return { home: new Stacks(app), other: new OtherRegion(app, region) };
}

/** The logical ids, types and properties of a template. */
export interface TemplateJson {
  readonly Resources: Record<
    string,
    { readonly Type: string; readonly DeletionPolicy?: string; readonly Properties: Record<string, unknown> }
  >;
}
