import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { testCertificate, testLoadBalancer } from './fixtures';
import { Monitoring } from '../../lib/monitoring';
import { LoadBalancer, type LoadBalancerProps } from '../../lib/web';
import { importedVpc } from '../service/fixtures';
import { testApp, testStack } from '../support/test-app';

function synthesize(props: Partial<LoadBalancerProps> = {}, stack: Stack = testStack()): Template {
  testLoadBalancer(stack, props);
  return Template.fromStack(stack);
}

function hasAttribute(template: Template, Key: string, Value: string): void {
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    LoadBalancerAttributes: Match.arrayWith([{ Key, Value }]),
  });
}

describe('LoadBalancer', () => {
  test('is internal, in the private subnets, under a name with a generation', () => {
    synthesize({ generation: 2 }).hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Name: 'shop-alb-g2',
      Scheme: 'internal',
      Type: 'application',
      Subnets: ['subnet-a', 'subnet-b'],
    });
  });

  test.each([
    ['routing.http.drop_invalid_header_fields.enabled', 'true'],
    ['routing.http.desync_mitigation_mode', 'defensive'],
    ['routing.http2.enabled', 'true'],
    ['deletion_protection.enabled', 'true'],
    ['idle_timeout.timeout_seconds', '60'],
  ])('has the attribute %s: %s', (key, value) => {
    hasAttribute(synthesize(), key, value);
  });

  test('takes an idle timeout, and goes with its stack when it is disposable', () => {
    const template = synthesize({ idleTimeout: Duration.seconds(120), disposable: true });
    hasAttribute(template, 'idle_timeout.timeout_seconds', '120');
    hasAttribute(template, 'deletion_protection.enabled', 'false');
  });

  test('listens to HTTP alone without a certificate, and answers 404 when no service does', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: Match.objectLike({ StatusCode: '404' }) }],
    });
  });

  test('listens to HTTPS alone with a certificate', () => {
    const stack = testStack();
    const template = synthesize({ certificate: testCertificate(stack) }, stack);
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: Match.anyValue() }],
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 443, ToPort: 443 });
  });

  test('lets in nobody but CloudFront, and nothing out before there are services', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      SourcePrefixListId: 'pl-4fa04526',
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('takes the prefix list of a region that is not known', () => {
    const stack = new Stack(testApp(), 'Test', { env: { region: 'mx-central-1' } });
    synthesize({ originFacingPrefixListId: 'pl-0123abcd' }, stack).hasResourceProperties(
      'AWS::EC2::SecurityGroupIngress',
      { SourcePrefixListId: 'pl-0123abcd' },
    );
  });

  test('writes access logs when it is given a bucket', () => {
    const stack = testStack();
    const accessLogs = s3.Bucket.fromBucketName(stack, 'Logs', 'logs');
    const template = synthesize({ accessLogs }, stack);
    hasAttribute(template, 'access_logs.s3.enabled', 'true');
    hasAttribute(template, 'access_logs.s3.bucket', 'logs');
  });

  test('names itself for VPC origins and metrics', () => {
    const stack = testStack();
    const loadBalancer = testLoadBalancer(stack);
    expect(stack.resolve([loadBalancer.arn, loadBalancer.dnsName, loadBalancer.fullName])).toEqual([
      { Ref: 'LoadBalancer8E47CE52' },
      { 'Fn::GetAtt': ['LoadBalancer8E47CE52', 'DNSName'] },
      { 'Fn::GetAtt': ['LoadBalancer8E47CE52', 'LoadBalancerFullName'] },
    ]);
  });
});

describe('LoadBalancer alarms', () => {
  function monitored(): Template {
    const stack = testStack();
    const monitoring = new Monitoring(stack, 'Monitoring', { name: 'shop' });
    testLoadBalancer(stack).monitor(monitoring);
    return Template.fromStack(stack);
  }

  test('go off when it answers with errors of its own', () => {
    monitored().hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^critical: More than 1 % .*#load-balancer-errors$'),
      Threshold: 1,
      EvaluationPeriods: 3,
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: '100 * errors / (errors + FILL(requests, 0))' }),
        Match.objectLike({
          MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'HTTPCode_ELB_5XX_Count' }) }),
        }),
      ]),
    });
  });

  test('go off when it rejects connections', () => {
    monitored().hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('^critical: .*#load-balancer-rejected-connections$'),
      MetricName: 'RejectedConnectionCount',
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });

  test('come with graphs that find it by its literal name', () => {
    const stack = testStack();
    const addSection = jest.fn();
    testLoadBalancer(stack).monitor({ addAlarm: jest.fn(), addCompositeAlarm: jest.fn(), addSection });
    const [[section]] = addSection.mock.calls as [[{ title: string; widgets: { toJson(): unknown }[] }]];
    expect(section.title).toBe('Load balancer');
    expect(JSON.stringify(section.widgets.map((widget) => widget.toJson()))).toContain(
      `SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName=\\"RequestCount\\" shop-alb-g1', 'Sum', 60)`,
    );
  });
});

describe('LoadBalancer refuses', () => {
  test('every broken property at once', () => {
    expect(() =>
      synthesize({
        name: 'Shop',
        generation: 0,
        idleTimeout: Duration.seconds(4001),
        originFacingPrefixListId: 'com.amazonaws.global',
      }),
    ).toThrow(
      [
        'Test/LoadBalancer:',
        '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
        '  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor',
        '  - idleTimeout in seconds must be a whole number between 1 and 4000, got 4001; use one above the response timeout of CloudFront',
        '  - originFacingPrefixListId must be the id of a prefix list, got "com.amazonaws.global"; find it with "aws ec2 describe-managed-prefix-lists"',
      ].join('\n'),
    );
  });

  test.each([
    ['too few', { subnets: [] }],
    ['of a kind that the network does not have', { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    ['of a group that the network does not have', { subnetGroupName: 'Nowhere' }],
  ])('subnets: %s', (_, subnets) => {
    expect(() => synthesize({ subnets })).toThrow(
      new Error(
        'Test/LoadBalancer: subnets must select subnets in at least 2 zones, got 0; a load balancer has to stand in two, name them',
      ),
    );
  });

  test('a name that AWS keeps for itself', () => {
    expect(() => synthesize({ name: 'internal-shop' })).toThrow(
      'Test/LoadBalancer: name must not start with "internal-", got "internal-shop"; AWS keeps that prefix for itself in names of load balancers',
    );
  });

  test('a region whose prefix list is not known', () => {
    const stack = new Stack(testApp(), 'Test', { env: { region: 'mx-central-1' } });
    expect(() => testLoadBalancer(stack)).toThrow(
      'Test/LoadBalancer: region must be one whose origin-facing prefix list is known, got "mx-central-1"; set originFacingPrefixListId, or use one of us-east-1, us-east-2, us-west-1, us-west-2, ca-central-1, sa-east-1, eu-central-1, eu-north-1, eu-west-1, eu-west-2, eu-west-3, ap-northeast-1, ap-northeast-2, ap-south-1, ap-southeast-1, ap-southeast-2',
    );
  });

  test('a stack without a region', () => {
    const stack = new Stack(testApp(), 'Test');
    expect(() => new LoadBalancer(stack, 'LoadBalancer', { name: 'shop', vpc: importedVpc(stack) })).toThrow(
      'Test/LoadBalancer: region must be known at synthesis when originFacingPrefixListId is not given, got a token; set env.region of the stack, or originFacingPrefixListId',
    );
  });
});
