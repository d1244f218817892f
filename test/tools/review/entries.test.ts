import { entries } from '../../../tools/review/sections/entries';
import type { ResourceDefinition } from '../../../tools/support/template';
import { resource, rowsOf, sectionOf } from './model';

const open = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' };

const planted: [string, Record<string, ResourceDefinition>, { what: string; how: string }][] = [
  [
    'a public database',
    { Database: resource('AWS::RDS::DBInstance', { PubliclyAccessible: true }) },
    { what: 'RDS::DBInstance', how: 'publicly accessible' },
  ],
  [
    'a security group that is open to the internet',
    { Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [open] }) },
    { what: 'EC2::SecurityGroup', how: '0.0.0.0/0 on tcp 22; used by nothing' },
  ],
  [
    'a rule of its own that opens a group to IPv6',
    {
      Group: resource('AWS::EC2::SecurityGroup'),
      Rule: resource('AWS::EC2::SecurityGroupIngress', {
        GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
        IpProtocol: '-1',
        CidrIpv6: '::/0',
      }),
    },
    { what: 'EC2::SecurityGroup', how: '::/0 on all all; used by nothing' },
  ],
  [
    'a load balancer without a scheme',
    { Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer') },
    {
      what: 'ElasticLoadBalancingV2::LoadBalancer',
      how: 'internet-facing, no listener; its groups let in no public range',
    },
  ],
  [
    'a function URL without authentication',
    { Url: resource('AWS::Lambda::Url', { AuthType: 'NONE' }) },
    { what: 'Lambda::Url', how: 'function URL without authentication' },
  ],
  [
    'an HTTP API',
    { Api: resource('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }) },
    { what: 'ApiGatewayV2::Api', how: 'HTTP API on a public address of AWS' },
  ],
  [
    'a bucket whose policy lets anybody in',
    {
      Bucket: resource('AWS::S3::Bucket'),
      Policy: resource('AWS::S3::BucketPolicy', {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }] },
      }),
    },
    { what: 'S3::Bucket', how: 'its policy lets anybody in' },
  ],
  [
    'a bucket that does not block public policies',
    {
      Bucket: resource('AWS::S3::Bucket', {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: false,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      }),
    },
    { what: 'S3::Bucket', how: 'public access is not blocked (BlockPublicPolicy)' },
  ],
];

describe('public entry points', () => {
  test.each(planted)('shows %s', (_name, resources, cells) => {
    const rows = rowsOf(sectionOf(entries, resources), 'entries');
    expect(rows.map(({ cells: { what, how } }) => ({ what, how }))).toEqual([cells]);
  });

  test('shows an instance with a public address only when its group lets somebody in', () => {
    const instance = (ingress: object[]) => ({
      Gateway: resource('AWS::EC2::InternetGateway'),
      Table: resource('AWS::EC2::RouteTable'),
      Route: resource('AWS::EC2::Route', { GatewayId: { Ref: 'Gateway' }, RouteTableId: { Ref: 'Table' } }),
      Subnet: resource('AWS::EC2::Subnet', { MapPublicIpOnLaunch: true }),
      Association: resource('AWS::EC2::SubnetRouteTableAssociation', {
        RouteTableId: { Ref: 'Table' },
        SubnetId: { Ref: 'Subnet' },
      }),
      Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: ingress }),
      Instance: resource('AWS::EC2::Instance', {
        SubnetId: { Ref: 'Subnet' },
        SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
      }),
    });
    const shown = (ingress: object[]) =>
      rowsOf(sectionOf(entries, instance(ingress)), 'entries').map(({ cells }) => cells.what);
    expect(shown([open])).toEqual(['EC2::SecurityGroup', 'EC2::Instance']);
    expect(shown([{ ...open, CidrIp: '10.0.0.0/16' }])).toEqual([]);
  });

  test('shows nothing for what is closed', () => {
    const closed = sectionOf(entries, {
      Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' }),
      Database: resource('AWS::RDS::DBInstance', { PubliclyAccessible: false }),
      Distribution: resource('AWS::CloudFront::Distribution', { DistributionConfig: { Enabled: false } }),
      Bucket: resource('AWS::S3::Bucket'),
    });
    expect(rowsOf(closed, 'entries')).toEqual([]);
    expect(closed.summary).toBe('nothing is public');
  });

  test('says how a distribution is reached', () => {
    const section = sectionOf(entries, {
      Distribution: resource('AWS::CloudFront::Distribution', {
        DistributionConfig: { Aliases: ['example.com'], DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all' } },
      }),
    });
    expect(section.summary).toBe('only the distribution test/Distribution');
    expect(rowsOf(section, 'entries')[0]).toMatchObject({
      cells: { how: 'example.com; HTTP and HTTPS; no firewall' },
      concern: 'HTTP is not redirected',
    });
  });
});
