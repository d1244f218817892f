import {
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  type Route,
} from '@aws-sdk/client-ec2';
import { check, differs, ofEach, unless } from '../check';
import type { DeployedResource, Deployment } from '../deployment';

/** Subnets and their ways out. */
export const NETWORK_CHECKS = [
  check('subnets of each tier lie in different zones', async (deployment) =>
    ofEach(TIERS, async (tier) => {
      const defined = subnetsOf(deployment, tier);
      const { Subnets: subnets = [] } = await deployment.home.ec2.send(
        new DescribeSubnetsCommand({ SubnetIds: defined.map(({ physicalId }) => physicalId) }),
      );
      const zones = new Set(subnets.map(({ AvailabilityZoneId }) => AvailabilityZoneId));
      return [
        ...unless(subnets.length >= 2, `${tier} has ${subnets.length} subnets`),
        ...differs(`${tier}: the number of zones`, zones.size, subnets.length),
      ];
    }),
  ),

  check(
    'public subnets lead to the internet, app subnets to a NAT gateway or instance in a public one, data subnets nowhere',
    async (deployment) => {
      const { ec2 } = deployment.home;
      const { NatGateways: gateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
      const { NetworkInterfaces: interfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
      const places = new Map([
        ...gateways.map(({ NatGatewayId, SubnetId }) => [NatGatewayId, SubnetId] as const),
        ...interfaces.map(({ NetworkInterfaceId, SubnetId }) => [NetworkInterfaceId, SubnetId] as const),
      ]);
      const publicIds = subnetsOf(deployment, 'Public').map(({ physicalId }) => physicalId);
      const ways = async (tier: (typeof TIERS)[number], isRight: (route: Route | undefined) => boolean) =>
        ofEach(subnetsOf(deployment, tier), async ({ path, physicalId }) => {
          const route = await wayOut(deployment, physicalId);
          return unless(isRight(route), `${path} leads to ${JSON.stringify(route)}`);
        });
      return [
        ...(await ways('Public', (route) => route?.GatewayId?.startsWith('igw-') ?? false)),
        ...(await ways('App', (route) =>
          publicIds.includes(places.get(route?.NatGatewayId ?? route?.NetworkInterfaceId) ?? '-'),
        )),
        ...(await ways('Data', (route) => route === undefined)),
      ];
    },
  ),
];

const TIERS = ['Public', 'App', 'Data'] as const;

function subnetsOf(deployment: Deployment, tier: string): DeployedResource[] {
  return deployment.some('AWS::EC2::Subnet').filter(({ path }) => path.includes(`/Network/${tier}/`));
}

/** The route to everywhere of a subnet's own table. */
async function wayOut(deployment: Deployment, subnet: string): Promise<Route | undefined> {
  const { RouteTables: tables = [] } = await deployment.home.ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [subnet] }] }),
  );
  if (tables.length !== 1) throw new Error(`${subnet} has ${tables.length} route tables of its own`);
  return tables[0]?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');
}
