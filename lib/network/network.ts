import { Stack, Tags, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { FlowLog } from './flow-log';
import { Nat } from './nat';
import { subnetCidrs } from './address-plan';
import { Routing, SubnetGroup } from './subnet-group';
import { Tier } from './tier';
import { knownRegions, zoneIdsOf } from './zones';
import { acknowledge, compliance } from '../private/acknowledge';
import { nameRule } from '../private/names';
import { check, items, matches, refuse, wholeNumber, type Rule } from '../private/validate';
import type * as kms from 'aws-cdk-lib/aws-kms';

/** A /16 of RFC 1918. */
const PRIVATE_16 = /^(10\.(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/;

/** Properties for defining a Network. */
export interface NetworkProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. */
  readonly name: string;

  /**
   * Number of Availability Zones, 2 or 3. Can be raised later: address space for three zones is always reserved.
   *
   * @default 2
   */
  readonly zones?: number;

  /**
   * Ids (not names) of the Availability Zones to use, such as `euw1-az1`, at least as many as `zones`. Changing the id of a
   * zone that is in use replaces its subnets: only append.
   *
   * @default - three pinned zones of the region
   */
  readonly zoneIds?: string[];

  /**
   * Address range: a /16 that no other network overlaps which this one will ever be connected to.
   *
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;

  /**
   * How tasks in the app subnets reach the internet.
   *
   * @default Nat.gateway()
   */
  readonly nat?: Nat;

  /**
   * AWS services that are reached through interface endpoints instead of the NAT: about 7 dollars a month for each service
   * and zone. S3 and DynamoDB always have gateway endpoints, which are free.
   *
   * @default - none
   */
  readonly interfaceEndpoints?: ec2.InterfaceVpcEndpointAwsService[];

  /**
   * Key that encrypts the flow log. It has to let CloudWatch Logs use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * The network of one region: public, app and data subnets in two or three Availability Zones.
 *
 * Public subnets hold the NAT and the network interfaces through which CloudFront reaches the load balancer; tasks and the
 * load balancer live in app subnets, which reach the internet through the NAT; data subnets have no route to it at all.
 * Zones are pinned by id, so synthesis needs no credentials; addresses for a third zone are reserved, so adding it changes
 * no existing subnet. Gateway endpoints for S3 and DynamoDB and a flow log (one year) are included.
 *
 * **Cost**: that of the NAT (see `Nat`), 0.50 dollars for each GB of flow log, and 1 dollar a month for the key when none is
 * given. Holds no state, but everything that does lives in it: its subnets must not be replaced.
 */
export class Network extends Construct {
  /** The VPC with its subnet groups `Public`, `App` and `Data`, for any construct that takes a VPC. */
  public readonly vpc: ec2.IVpc;

  /** Selects the subnets of tasks and load balancers. */
  public readonly appSubnets: ec2.SubnetSelection = { subnetGroupName: Tier.APP };

  /** Selects the subnets of databases and caches. */
  public readonly dataSubnets: ec2.SubnetSelection = { subnetGroupName: Tier.DATA };

  private readonly name: string;
  private readonly cfnVpc: ec2.CfnVPC;
  private readonly zoneIds: readonly string[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const zones = props.zones ?? 2;
    const zoneIds = props.zoneIds ?? zoneIdsOf(Stack.of(this).region) ?? [];
    const cidr = props.cidr ?? '10.0.0.0/16';
    check(this, ...this.rules(props, zones, zoneIds, cidr));

    this.name = props.name;
    this.zoneIds = zoneIds.slice(0, zones);
    this.cfnVpc = new ec2.CfnVPC(this, 'Vpc', { cidrBlock: cidr, enableDnsHostnames: true, enableDnsSupport: true });
    Tags.of(this.cfnVpc).add('Name', props.name);
    acknowledge(
      this.cfnVpc,
      'No resource uses the default security group: every construct has one of its own. CloudFormation cannot empty it without a custom resource.',
      ...compliance('VPCDefaultSecurityGroupClosed'),
    );
    const publicSubnets = this.createSubnets(Tier.PUBLIC, cidr, Routing.SHARED);
    const appSubnets = this.createSubnets(Tier.APP, cidr, Routing.PER_ZONE);
    const dataSubnets = this.createSubnets(Tier.DATA, cidr, Routing.SHARED);
    const internet = this.routeToInternet(publicSubnets);
    (props.nat ?? Nat.gateway())._render(new Construct(this, 'Nat'), {
      vpcId: this.cfnVpc.attrVpcId,
      vpcCidr: cidr,
      zoneIds: this.zoneIds,
      publicSubnetIds: publicSubnets.subnetIds,
      appRouteTableIds: appSubnets.routeTableIds,
      internet,
    });
    this.vpc = this.describeVpc(cidr, publicSubnets, appSubnets, dataSubnets);
    this.addEndpoints(props.interfaceEndpoints ?? []);
    new FlowLog(this, 'FlowLog', { vpcId: this.cfnVpc.attrVpcId, encryptionKey: props.encryptionKey });
  }

  private rules(props: NetworkProps, zones: number, zoneIds: readonly string[], cidr: string): Rule[] {
    const region = Stack.of(this).region;
    const endpoints = (props.interfaceEndpoints ?? []).map((service) => service.shortName);
    return [
      nameRule(props.name),
      wholeNumber('zones', props.zones, 2, 3, 'one zone is no redundancy, and address space is reserved for three'),
      matches('cidr', cidr, PRIVATE_16, 'be a private /16 ending in .0.0/16', 'use one such as 10.0.0.0/16'),
      Token.isUnresolved(region) && !props.zoneIds
        ? 'region must be known at synthesis when zoneIds is not given, got a token; set env.region of the stack, or zoneIds'
        : undefined,
      refuse(
        !Token.isUnresolved(region) && !props.zoneIds && zoneIds.length === 0,
        `region must be one whose zones are known, got "${region}"; set zoneIds, or use one of ${knownRegions().join(', ')}`,
      ),
      refuse(
        props.zoneIds?.length === 0,
        `zoneIds must name at least ${zones} zones, got []; name them as euw1-az1, or leave zoneIds out`,
      ),
      refuse(
        zoneIds.length > 0 && zoneIds.length < zones,
        `zones must be at most the number of zone ids, got ${zones} with ${zoneIds.join(', ')}; lower zones or add to zoneIds`,
      ),
      refuse(
        new Set(zoneIds).size < zoneIds.length,
        `zoneIds must not repeat a zone, got ${zoneIds.join(', ')}; name each zone once`,
      ),
      ...items(props.zoneIds).map((zoneId, index) =>
        matches(
          `zoneIds[${index}]`,
          zoneId,
          /^[a-z]{2,5}\d-az\d$/,
          'be the id of a zone',
          'it is not its name, and the same in every account: write it as euw1-az1',
        ),
      ),
      refuse(
        endpoints.length > new Set(endpoints).size,
        `interfaceEndpoints must not repeat a service, got ${endpoints.join(', ')}; name each service once`,
      ),
      props.nat?._rule(),
    ];
  }

  private createSubnets(tier: Tier, vpcCidr: string, routing: Routing): SubnetGroup {
    const group = new Construct(this, tier);
    const shared = routing === Routing.SHARED ? this.createRouteTable(group, tier) : undefined;
    const zones = subnetCidrs(vpcCidr, tier).slice(0, this.zoneIds.length);
    return new SubnetGroup(
      zones.map((cidrBlock, index) => {
        const zone = new Construct(group, `Zone${index + 1}`);
        const subnet = new ec2.CfnSubnet(zone, 'Subnet', {
          vpcId: this.cfnVpc.attrVpcId,
          cidrBlock,
          availabilityZoneId: this.zoneIds[index],
          mapPublicIpOnLaunch: false,
        });
        Tags.of(subnet).add('Name', `${this.name}-${tier.toLowerCase()}-${index + 1}`);
        const routeTable = shared ?? this.createRouteTable(zone, tier);
        new ec2.CfnSubnetRouteTableAssociation(zone, 'RouteTableAssociation', {
          subnetId: subnet.attrSubnetId,
          routeTableId: routeTable.attrRouteTableId,
        });
        return { subnet, routeTable, cidrBlock };
      }),
    );
  }

  private createRouteTable(parent: Construct, tier: Tier): ec2.CfnRouteTable {
    const table = new ec2.CfnRouteTable(parent, 'RouteTable', { vpcId: this.cfnVpc.attrVpcId });
    Tags.of(table).add('Name', `${this.name}-${tier.toLowerCase()}`);
    return table;
  }

  private routeToInternet(publicSubnets: SubnetGroup): Construct {
    const internet = new Construct(this, 'Internet');
    const gateway = new ec2.CfnInternetGateway(internet, 'Gateway');
    const attachment = new ec2.CfnVPCGatewayAttachment(internet, 'Attachment', {
      vpcId: this.cfnVpc.attrVpcId,
      internetGatewayId: gateway.attrInternetGatewayId,
    });
    const route = new ec2.CfnRoute(internet, 'Route', {
      routeTableId: publicSubnets.routeTableIds[0] ?? '',
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.attrInternetGatewayId,
    });
    route.addResourceDependency(attachment);
    acknowledge(
      route,
      'The public subnets hold nothing but the NAT and the network interfaces of CloudFront VPC origins, which need an internet gateway; nothing in them has a public address that accepts connections.',
      ...compliance('VPCNoUnrestrictedRouteToIGW', 'NIST.800.53.R4'),
    );
    return internet;
  }

  /** The VPC as an interface. The L2 class would look the zones up, even where they are given. */
  private describeVpc(cidr: string, publicSubnets: SubnetGroup, appSubnets: SubnetGroup, data: SubnetGroup): ec2.IVpc {
    return ec2.Vpc.fromVpcAttributes(this, 'Attributes', {
      vpcId: this.cfnVpc.attrVpcId,
      vpcCidrBlock: cidr,
      // Names by reference: whoever needs a zone's name in a template gets the right one of the account.
      availabilityZones: publicSubnets.zoneNames,
      publicSubnetNames: [Tier.PUBLIC],
      publicSubnetIds: publicSubnets.subnetIds,
      publicSubnetRouteTableIds: publicSubnets.routeTableIds,
      publicSubnetIpv4CidrBlocks: publicSubnets.cidrBlocks,
      privateSubnetNames: [Tier.APP],
      privateSubnetIds: appSubnets.subnetIds,
      privateSubnetRouteTableIds: appSubnets.routeTableIds,
      privateSubnetIpv4CidrBlocks: appSubnets.cidrBlocks,
      isolatedSubnetNames: [Tier.DATA],
      isolatedSubnetIds: data.subnetIds,
      isolatedSubnetRouteTableIds: data.routeTableIds,
      isolatedSubnetIpv4CidrBlocks: data.cidrBlocks,
    });
  }

  private addEndpoints(interfaceEndpoints: ec2.InterfaceVpcEndpointAwsService[]): void {
    const endpoints = new Construct(this, 'Endpoints');
    const everywhere = { vpc: this.vpc, subnets: [this.appSubnets, this.dataSubnets] };
    new ec2.GatewayVpcEndpoint(endpoints, 'S3', { ...everywhere, service: ec2.GatewayVpcEndpointAwsService.S3 });
    new ec2.GatewayVpcEndpoint(endpoints, 'DynamoDb', {
      ...everywhere,
      service: ec2.GatewayVpcEndpointAwsService.DYNAMODB,
    });
    interfaceEndpoints.forEach((service) => {
      const name = service.shortName;
      new ec2.InterfaceVpcEndpoint(new Construct(endpoints, name), 'Endpoint', {
        vpc: this.vpc,
        service,
        subnets: this.appSubnets,
      });
    });
  }
}
