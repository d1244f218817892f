import { rows, type Row } from '../single';

const SPEC = 'aws-service-spec';
const CUSTOM = 'template-custom-resources';

/** What holds nothing, and what nobody can tell. */
export const TRAFFIC: readonly Row[] = [
  ...rows('AWS::CloudFront::VpcOrigin', { VpcOriginEndpointConfig: { HTTPPort: 80 } }, [
    ['another port', {}, { VpcOriginEndpointConfig: { HTTPPort: 8080 } }, 'REJECTED', 'blocks', 'issues/34629'],
    ['a tag', {}, { Tags: [{ Key: 'a', Value: 'b' }] }, 'REJECTED', 'blocks', 'issues/34629'],
  ]),
  ...rows('AWS::ElasticLoadBalancingV2::LoadBalancer', {}, [
    [
      'internet-facing',
      { Scheme: 'internal' },
      { Scheme: 'internet-facing' },
      'REPLACED',
      'passes',
      'application-load-balancers',
    ],
    [
      'one more zone',
      { Subnets: ['a', 'b'] },
      { Subnets: ['a', 'b', 'c'] },
      'UPDATED',
      'passes',
      'application-load-balancers',
    ],
  ]),
  ...rows('AWS::ElasticLoadBalancingV2::TargetGroup', {}, [
    ['another port', { Port: 80 }, { Port: 8080 }, 'REPLACED', 'passes', 'target-group'],
    [
      'another port, with a name',
      { Name: 'one', Port: 80 },
      { Name: 'one', Port: 8080 },
      'REJECTED',
      'passes',
      'target-group',
    ],
  ]),
  ...rows('AWS::ECS::Service', {}, [
    [
      'another task definition',
      { TaskDefinition: 'one:1' },
      { TaskDefinition: 'one:2' },
      'UPDATED',
      'passes',
      'deployment-type-ecs',
    ],
    ['a launch type', {}, { LaunchType: 'FARGATE' }, 'REPLACED', 'passes', 'deployment-type-ecs'],
    ['more tasks', { DesiredCount: 1 }, { DesiredCount: 2 }, 'UPDATED', 'passes', SPEC],
  ]),
  ...rows('AWS::EC2::Route', { RouteTableId: 'one', DestinationCidrBlock: '0.0.0.0/0' }, [
    [
      'a NAT gateway instead of an instance',
      { InstanceId: 'i-1' },
      { NatGatewayId: 'nat-1' },
      'INTERRUPTED',
      'passes',
      'vpc-nat-comparison',
    ],
    [
      'another NAT gateway',
      { NatGatewayId: 'nat-1' },
      { NatGatewayId: 'nat-2' },
      'INTERRUPTED',
      'passes',
      'nat-gateway',
    ],
  ]),
  ...rows('AWS::EC2::Instance', {}, [
    [
      'another type',
      { InstanceType: 't4g.nano' },
      { InstanceType: 't4g.small' },
      'INTERRUPTED',
      'passes',
      'ec2-instance',
    ],
    ['another image', { ImageId: 'ami-1' }, { ImageId: 'ami-2' }, 'REPLACED', 'passes', SPEC],
  ]),
  ...rows('AWS::WAFv2::WebACL', {}, [
    ['more rules', { Rules: [] }, { Rules: [{ Name: 'one' }] }, 'UPDATED', 'passes', 'waf'],
  ]),
  ...rows('AWS::CloudFront::Distribution', {}, [
    [
      'a firewall',
      { DistributionConfig: { Enabled: true } },
      { DistributionConfig: { Enabled: true, WebACLId: 'one' } },
      'UPDATED',
      'passes',
      'waf',
    ],
  ]),
  ...rows('AWS::RDS::DBProxy', { EngineFamily: 'POSTGRESQL', DBProxyName: 'one' }, [
    ['TLS is required', { RequireTLS: false }, { RequireTLS: true }, 'INTERRUPTED', 'passes', 'rds-proxy'],
    ['other subnets', { VpcSubnetIds: ['a'] }, { VpcSubnetIds: ['a', 'b'] }, 'REJECTED', 'passes', SPEC],
  ]),
  ...rows('AWS::RDS::DBParameterGroup', { Family: 'postgres16', Description: 'one' }, [
    ['parameters', { Parameters: { a: '1' } }, { Parameters: { a: '2' } }, 'INTERRUPTED', 'passes', 'ParamGroups'],
    ['another family', {}, { Family: 'postgres17' }, 'REPLACED', 'passes', SPEC],
  ]),
  ...rows('AWS::Route53::HealthCheck', {}, [
    [
      'another interval',
      { HealthCheckConfig: { Type: 'HTTPS', RequestInterval: 30 } },
      { HealthCheckConfig: { Type: 'HTTPS', RequestInterval: 10 } },
      'REPLACED',
      'passes',
      SPEC,
    ],
    [
      'another path',
      { HealthCheckConfig: { Type: 'HTTPS', ResourcePath: '/a' } },
      { HealthCheckConfig: { Type: 'HTTPS', ResourcePath: '/b' } },
      'UPDATED',
      'passes',
      SPEC,
    ],
  ]),
  ...rows('Custom::Ledger', { ServiceToken: 'one' }, [
    ['a property of a custom resource', { Size: 1 }, { Size: 2 }, 'UNKNOWN', 'blocks', CUSTOM],
  ]),
  ...rows('MongoDB::Atlas::Cluster', {}, [
    ['a property of a third party', { Size: 1 }, { Size: 2 }, 'UNKNOWN', 'blocks', CUSTOM],
  ]),
  ...rows('Custom::S3AutoDeleteObjects', { ServiceToken: 'one' }, [
    [
      'a property of a custom resource that holds nothing',
      { BucketName: 'one' },
      { BucketName: 'two' },
      'UNKNOWN',
      'passes',
      CUSTOM,
    ],
  ]),
  ...rows('AWS::CloudFormation::Stack', { TemplateURL: 'one' }, [
    ['another template of a nested stack', {}, { TemplateURL: 'two' }, 'UNKNOWN', 'blocks', 'nested-stacks'],
  ]),
];
