import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { NatInstance } from './nat-instance';
import { refuse, type Rule } from '../private/validate';

/** How tasks in the app subnets reach the internet: the rungs of a ladder from cheapest to most available. */
export class Nat {
  /**
   * One small instance that replaces itself when it fails. About 7 dollars a month (t4g.nano, its address and disk; list
   * price, us-east-1). Outgoing connections break for about two minutes while it is replaced, and it forwards at most what
   * its instance type can: up to 5 Gbit/s in bursts for a t4g.nano.
   *
   * @param instanceTypes Types of the instance, arm64 only, the preferred one first; another is taken where AWS is short of it. At
   * least two. Default: t4g.nano, t4g.micro.
   */
  public static instance(...instanceTypes: ec2.InstanceType[]): Nat {
    const { NANO, MICRO } = ec2.InstanceSize;
    const defaults = [NANO, MICRO].map((size) => ec2.InstanceType.of(ec2.InstanceClass.T4G, size));
    return new Nat(1, instanceTypes.length > 0 ? instanceTypes : defaults);
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
    private readonly instanceTypes?: ec2.InstanceType[],
  ) {}

  /**
   * Refuses what cannot be a NAT.
   *
   * @internal
   */
  public _rules(): Rule[] {
    const types = (this.instanceTypes ?? []).map((type) => type.toString());
    return [
      refuse(
        types.length === 1,
        `nat.instanceTypes must name at least two types, got ${types.join(', ')}; add one to fall back to where AWS is short of the first`,
      ),
      refuse(
        (this.instanceTypes ?? []).some((type) => type.architecture !== ec2.InstanceArchitecture.ARM_64),
        `nat.instanceTypes must be for arm64, got ${types.join(', ')}; use Graviton types such as t4g.nano`,
      ),
    ];
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
      return this.instanceTypes
        ? this.createInstance(zone, subnetId, options.zoneIds[index] ?? '', this.instanceTypes, options)
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
    instanceTypes: ec2.InstanceType[],
    options: NatRenderOptions,
  ): Partial<ec2.CfnRouteProps> {
    const { vpcId, vpcCidr } = options;
    const instance = new NatInstance(zone, 'Instance', { vpcId, vpcCidr, subnetId, zoneId, instanceTypes });
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
