import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Whether the subnets of a tier route alike, or each by its own zone's way out. */
export enum Routing {
  SHARED,
  PER_ZONE,
}

/** A subnet of one tier in one zone. */
interface TierSubnet {
  readonly subnet: ec2.CfnSubnet;
  readonly routeTable: ec2.CfnRouteTable;
  readonly cidrBlock: string;
}

/** The subnets of one tier, in the order of the zones. */
export class SubnetGroup {
  public readonly subnetIds: string[];
  public readonly routeTableIds: string[];
  public readonly cidrBlocks: string[];
  public readonly zoneNames: string[];

  constructor(subnets: readonly TierSubnet[]) {
    this.subnetIds = subnets.map(({ subnet }) => subnet.attrSubnetId);
    this.routeTableIds = subnets.map(({ routeTable }) => routeTable.attrRouteTableId);
    this.cidrBlocks = subnets.map(({ cidrBlock }) => cidrBlock);
    this.zoneNames = subnets.map(({ subnet }) => subnet.attrAvailabilityZone);
  }
}
