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
