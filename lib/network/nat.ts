import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { NatInstance } from './nat-instance';
import { matches, type Rule } from '../private/validate';

/** How tasks in the app subnets reach the internet: the rungs of a ladder from cheapest to most available. */
export class Nat {
  /**
   * One small instance that replaces itself when it fails. About 9 dollars a month (t4g.nano, its address, disk and detailed
   * monitoring; list prices, us-east-1). Outgoing connections break for about two minutes while it is replaced, and it forwards
   * at most what its instance type can: up to 5 Gbit/s in bursts for a t4g.nano.
   *
   * @param instanceType Type of the instance; arm64 only. Default: t4g.nano.
   */
  public static instance(instanceType?: ec2.InstanceType): Nat {
    return new Nat(1, instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.NANO));
  }

  /**
   * One NAT gateway for all zones: about 37 dollars a month and 0.045 dollars for each GB (list price, us-east-1). When its
   * zone fails, tasks in the other zones lose their way out, and traffic from them is billed across zones.
   */
  public static gateway(): Nat {
    return new Nat(1);
  }

  /** One NAT gateway in each zone: no zone depends on another. About 37 dollars a month for each zone. */
  public static gatewayPerZone(): Nat {
    return new Nat(undefined);
  }

  private constructor(
    private readonly count: number | undefined,
    private readonly instanceType?: ec2.InstanceType,
  ) {}

  /**
   * Refuses an instance that its image does not run on.
   *
   * @internal
   */
  public _rule(): Rule {
    return matches(
      'nat',
      this.instanceType?.toString(),
      /^(a1|[a-z]+\d+g[a-z]*)\.[a-z0-9-]+$/,
      'be an instance of an arm64 type',
      'use one such as Nat.instance(new ec2.InstanceType("t4g.nano"))',
    );
  }

  /**
   * Creates the egress and adds the default route of each app subnet.
   *
   * @internal
   */
  public _render(parent: Construct, options: NatRenderOptions): void {
    const zones = options.publicSubnetIds.map((_, index) => new Construct(parent, `Zone${index + 1}`));
    const egresses = zones.slice(0, this.count).map((zone, index) => {
      const subnetId = options.publicSubnetIds[index] ?? '';
      return this.instanceType
        ? this.createInstance(zone, subnetId, options.zoneIds[index] ?? '', this.instanceType, options)
        : this.createGateway(zone, subnetId, options);
    });
    zones.forEach((zone, index) => {
      new ec2.CfnRoute(zone, 'Route', {
        routeTableId: options.appRouteTableIds[index] ?? '',
        destinationCidrBlock: '0.0.0.0/0',
        ...egresses[Math.min(index, egresses.length - 1)],
      });
    });
  }

  private createInstance(
    zone: Construct,
    subnetId: string,
    zoneId: string,
    instanceType: ec2.InstanceType,
    options: NatRenderOptions,
  ): Partial<ec2.CfnRouteProps> {
    const { vpcId, vpcCidr } = options;
    const instance = new NatInstance(zone, 'Instance', { vpcId, vpcCidr, subnetId, zoneId, instanceType });
    instance.node.addDependency(options.internet);
    return { networkInterfaceId: instance.networkInterfaceId };
  }

  private createGateway(zone: Construct, subnetId: string, options: NatRenderOptions): Partial<ec2.CfnRouteProps> {
    // Not the instance's address: moving from instance to gateway, the new one is needed before the old one is released.
    const address = new ec2.CfnEIP(zone, 'GatewayAddress', { domain: 'vpc' });
    const gateway = new ec2.CfnNatGateway(zone, 'Gateway', { subnetId, allocationId: address.attrAllocationId });
    gateway.node.addDependency(options.internet);
    return { natGatewayId: gateway.attrNatGatewayId };
  }
}

/** What a NAT is placed into, zone by zone. */
interface NatRenderOptions {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly zoneIds: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly appRouteTableIds: readonly string[];
  /** The internet gateway and the route to it. */
  readonly internet: Construct;
}
