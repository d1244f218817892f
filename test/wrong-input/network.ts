import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Unchecked, WrongInput } from './wrong-input';
import { Nat, Network, type NetworkProps } from '../../lib';
import { testApp, testStack } from '../support/test-app';

function network(props: Unchecked<NetworkProps>, region?: string): () => unknown {
  return () =>
    new Network(region ? testStack({ env: { region } }) : testStack(), 'Network', {
      name: 'shop',
      ...props,
    } as NetworkProps);
}

export const NETWORK: readonly WrongInput[] = [
  {
    wrong: 'everything at once',
    make: network({ name: 'Shop_1', zones: 4, cidr: '10.0.0.0/24', zoneIds: ['euw1-az1', 'euw1-az1'] }),
    error: [
      'Test/Network:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop_1"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - zones must be a whole number between 2 and 3, got 4; one zone is no redundancy, and address space is reserved for three',
      '  - cidr must be a private /16 ending in .0.0/16, got "10.0.0.0/24"; use one such as 10.0.0.0/16',
      '  - zones must be at most the number of zone ids, got 4 with euw1-az1, euw1-az1; lower zones or add to zoneIds',
      '  - zoneIds must not repeat a zone, got euw1-az1, euw1-az1; name each zone once',
    ],
  },
  {
    wrong: 'a third zone where the region has two',
    make: network({ zones: 3 }, 'us-west-1'),
    error:
      'Test/Network: zones must be at most the number of zone ids, got 3 with usw1-az1, usw1-az3; lower zones or add to zoneIds',
  },
  {
    wrong: 'a single zone',
    make: network({ zones: 1 }),
    error:
      'Test/Network: zones must be a whole number between 2 and 3, got 1; one zone is no redundancy, and address space is reserved for three',
  },
  {
    wrong: 'a stack without a region',
    make: () => new Network(new Stack(testApp(), 'Test'), 'Network', { name: 'shop' }),
    error:
      'Test/Network: region must be known at synthesis when zoneIds is not given, got a token; set env.region of the stack, or zoneIds',
  },
  {
    wrong: 'a region whose zones are not known',
    make: network({}, 'mx-central-1'),
    error:
      'Test/Network: region must be one whose zones are known, got "mx-central-1"; set zoneIds, or use one of af-south-1, ap-east-1, ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-south-2, ap-southeast-1, ap-southeast-2, ap-southeast-3, ap-southeast-4, ca-central-1, ca-west-1, eu-central-1, eu-central-2, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-2, eu-west-3, il-central-1, me-central-1, me-south-1, sa-east-1, us-east-1, us-east-2, us-west-1, us-west-2',
  },
  {
    wrong: 'no zones at all',
    make: network({ zoneIds: [] }),
    error: 'Test/Network: zoneIds must name at least 2 zones, got []; name them as euw1-az1, or leave zoneIds out',
  },
  {
    wrong: 'names of zones instead of ids',
    make: network({ zoneIds: ['eu-west-1a', 'eu-west-1b'] }),
    error: [
      'Test/Network:',
      '  - zoneIds[0] must be the id of a zone, got "eu-west-1a"; it is not its name, and the same in every account: write it as euw1-az1',
      '  - zoneIds[1] must be the id of a zone, got "eu-west-1b"; it is not its name, and the same in every account: write it as euw1-az1',
    ],
  },
  {
    wrong: 'public addresses',
    make: network({ cidr: '172.32.0.0/16' }),
    error:
      'Test/Network: cidr must be a private /16 ending in .0.0/16, got "172.32.0.0/16"; use one such as 10.0.0.0/16',
  },
  {
    wrong: 'addresses that do not exist',
    make: network({ cidr: '10.256.0.0/16' }),
    error:
      'Test/Network: cidr must be a private /16 ending in .0.0/16, got "10.256.0.0/16"; use one such as 10.0.0.0/16',
  },
  {
    wrong: 'an endpoint twice',
    make: network({
      interfaceEndpoints: [ec2.InterfaceVpcEndpointAwsService.SSM, ec2.InterfaceVpcEndpointAwsService.SSM],
    }),
    error: 'Test/Network: interfaceEndpoints must not repeat a service, got ssm, ssm; name each service once',
  },
  {
    wrong: 'a NAT on another processor than its image',
    make: network({ nat: Nat.instance(new ec2.InstanceType('t3.micro')) }),
    error:
      'Test/Network: nat must be an instance of an arm64 type, got "t3.micro"; use one such as Nat.instance(new ec2.InstanceType("t4g.nano"))',
  },
];
