import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Nat, Network, type NetworkProps } from '../../lib';
import { testApp, testStack } from '../support/test-app';

function synthesize(props: Partial<NetworkProps> = {}): Template {
  const stack = testStack();
  new Network(stack, 'Network', { name: 'shop', ...props });
  return Template.fromStack(stack);
}

function cidrsOf(template: Template): string[] {
  return Object.values(template.findResources('AWS::EC2::Subnet')).map(
    (subnet) => (subnet as { Properties: { CidrBlock: string } }).Properties.CidrBlock,
  );
}

describe('Network', () => {
  test('has public, app and data subnets in two zones, pinned by id', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::EC2::Subnet', 6);
    template.resourcePropertiesCountIs(
      'AWS::EC2::Subnet',
      { AvailabilityZoneId: 'euw1-az2', AvailabilityZone: Match.absent() },
      3,
    );
  });

  test('asks for no lookup, whatever the environment', () => {
    const app = testApp();
    const stack = new Stack(app, 'Test', { env: { account: '111111111111', region: 'us-east-1' } });
    new Network(stack, 'Network', { name: 'shop', zones: 3 });
    expect(app.synth().manifest.missing).toBeUndefined();
  });

  test('keeps every address when a third zone is added', () => {
    expect(cidrsOf(synthesize({ zones: 3 }))).toEqual(expect.arrayContaining(cidrsOf(synthesize())));
  });

  test('sends app subnets through one NAT gateway by default, and data subnets nowhere', () => {
    const template = synthesize({ zones: 3 });
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    template.resourcePropertiesCountIs('AWS::EC2::Route', { NatGatewayId: Match.anyValue() }, 3);
    template.resourceCountIs('AWS::EC2::Route', 4);
  });

  test('has a NAT gateway in each zone when asked to', () => {
    synthesize({ zones: 3, nat: Nat.gatewayPerZone() }).resourceCountIs('AWS::EC2::NatGateway', 3);
  });

  test('has a NAT instance that replaces itself behind a network interface that stays', () => {
    const template = synthesize({ nat: Nat.instance() });
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourcePropertiesCountIs('AWS::EC2::Route', { NetworkInterfaceId: Match.anyValue() }, 2);
    template.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
      MinSize: '1',
      MaxSize: '1',
      AvailabilityZoneIds: ['euw1-az1'],
    });
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: Match.objectLike({ InstanceType: 't4g.nano', MetadataOptions: { HttpTokens: 'required' } }),
    });
  });

  test('changes routes in place when a NAT instance becomes a gateway and then one per zone', () => {
    const routes = (nat: Nat) => Object.keys(synthesize({ nat }).findResources('AWS::EC2::Route')).sort();
    expect(routes(Nat.instance())).toEqual(routes(Nat.gateway()));
    expect(routes(Nat.gateway())).toEqual(routes(Nat.gatewayPerZone()));
  });

  test('reaches S3 and DynamoDB through gateway endpoints, other services through interface endpoints if asked to', () => {
    const template = synthesize({ interfaceEndpoints: [ec2.InterfaceVpcEndpointAwsService.ECR] });
    template.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }, 2);
    template.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }, 1);
  });

  test('logs all connections, encrypted, for a year', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: Match.anyValue() });
  });

  test('opens no security group to the world', () => {
    const groups = synthesize({ nat: Nat.instance() }).findResources('AWS::EC2::SecurityGroup');
    for (const group of Object.values(groups) as { Properties: { SecurityGroupIngress?: { CidrIp: string }[] } }[]) {
      expect(group.Properties.SecurityGroupIngress?.map((rule) => rule.CidrIp) ?? []).not.toContain('0.0.0.0/0');
    }
  });

  test('gives its subnets by tier', () => {
    const network = new Network(testStack(), 'Network', { name: 'shop', zones: 3 });
    expect(network.vpc.selectSubnets(network.appSubnets).subnets).toHaveLength(3);
    expect(network.vpc.selectSubnets(network.dataSubnets).subnets).toHaveLength(3);
  });
});

describe('Network refuses', () => {
  test('every broken property at once', () => {
    expect(() =>
      synthesize({ name: 'Shop_1', zones: 4, cidr: '10.0.0.0/24', zoneIds: ['euw1-az1', 'euw1-az1'] }),
    ).toThrow(
      [
        'Test/Network:',
        '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop_1"; choose a shorter or simpler name; it can never change once something is deployed',
        '  - zones must be a whole number between 2 and 3, got 4; one zone is no redundancy, and address space is reserved for three',
        '  - cidr must be a private /16 ending in .0.0/16, got "10.0.0.0/24"; use one such as 10.0.0.0/16',
        '  - zones must be at most the number of zone ids, got 4 with euw1-az1, euw1-az1; lower zones or add to zoneIds',
        '  - zoneIds must not repeat a zone, got euw1-az1, euw1-az1; name each zone once',
      ].join('\n'),
    );
  });

  test('a third zone where the region has two', () => {
    const stack = new Stack(testApp(), 'Test', { env: { region: 'us-west-1' } });
    expect(() => new Network(stack, 'Network', { name: 'shop', zones: 3 })).toThrow(
      'Test/Network: zones must be at most the number of zone ids, got 3 with usw1-az1, usw1-az3; lower zones or add to zoneIds',
    );
  });

  test('a stack without a region', () => {
    const stack = new Stack(testApp(), 'Test');
    expect(() => new Network(stack, 'Network', { name: 'shop' })).toThrow(
      'Test/Network: region must be known at synthesis when zoneIds is not given; set env.region of the stack, or zoneIds',
    );
  });
});
