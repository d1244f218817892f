import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AuroraDatabase, type AuroraDatabaseProps } from '../../lib/database';
import { Monitoring } from '../../lib/monitoring';
import { Stacks } from './harness';

function synthesize(props: Partial<AuroraDatabaseProps> = {}): Template {
  const { data, vpc } = new Stacks();
  new AuroraDatabase(data, 'Database', { name: 'shop', vpc, ...props });
  return Template.fromStack(data);
}

describe('a database', () => {
  test('has a generated secret for its administrator and one for services, each with a name and a key', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'shop-aurora-g1-admin',
      KmsKeyId: Match.anyValue(),
      GenerateSecretString: {
        SecretStringTemplate: '{"username":"dbadmin"}',
        GenerateStringKey: 'password',
        ExcludePunctuation: true,
        PasswordLength: 40,
      },
    });
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'shop-aurora-g1-app',
      GenerateSecretString: Match.objectLike({
        SecretStringTemplate: {
          'Fn::Join': [
            '',
            [
              '{"username":"app_a","engine":"postgres","host":"',
              { 'Fn::GetAtt': [Match.anyValue(), 'Endpoint.Address'] },
              '","port":5432,"dbname":"app","masterarn":"',
              { Ref: Match.stringLikeRegexp('AdminSecret') },
              '"}',
            ],
          ],
        },
      }),
    });
  });

  test('has its secrets in other regions too when asked to, by literal keys of theirs', () => {
    const template = synthesize({
      replicaRegions: [{ region: 'us-east-1', secretKeyArn: 'alias/shop-secrets' }, { region: 'ap-northeast-1' }],
    });
    template.resourcePropertiesCountIs(
      'AWS::SecretsManager::Secret',
      { ReplicaRegions: [{ Region: 'us-east-1', KmsKeyId: 'alias/shop-secrets' }, { Region: 'ap-northeast-1' }] },
      2,
    );
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 2);
    template.resourceCountIs('AWS::Events::Rule', 2);
  });

  test('rotates both at once and every 30 days, when its writer is there', () => {
    const template = synthesize();
    const schedules = Object.values(template.findResources('AWS::SecretsManager::RotationSchedule'));
    expect(schedules).toHaveLength(2);
    for (const schedule of schedules as { Properties: object; DependsOn: string[] }[]) {
      expect(schedule.Properties).toMatchObject({
        RotateImmediatelyOnUpdate: true,
        RotationRules: { AutomaticallyAfterDays: 30 },
      });
      expect(schedule.DependsOn.join()).toMatch(/ClusterWriter/);
      expect(JSON.stringify(schedule)).toContain('Attachment');
    }
  });

  test('lets its rotation in, and nobody else', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432, ToPort: 5432 });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Database shop-aurora-g1',
      SecurityGroupIngress: Match.absent(),
    });
  });

  test('lives in the isolated subnets, its rotation where there is a way out', () => {
    const { data, vpc } = new Stacks();
    new AuroraDatabase(data, 'Database', { name: 'shop', vpc });
    const template = Template.fromStack(data);
    const imports = (value: unknown) => JSON.stringify(value);
    const [group] = Object.values(template.findResources('AWS::RDS::DBSubnetGroup'));
    expect(imports(group)).toMatch(/DataZone1.*DataZone2.*DataZone3/);
    const [handler] = Object.values(template.findResources('AWS::Lambda::Function'));
    expect(imports(handler)).toMatch(/AppZone1.*AppZone2/);
  });

  test('can be placed in other subnets', () => {
    const { data, vpc } = new Stacks();
    const app = { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
    new AuroraDatabase(data, 'Database', { name: 'shop', vpc, vpcSubnets: app, rotationSubnets: app });
    const [group] = Object.values(Template.fromStack(data).findResources('AWS::RDS::DBSubnetGroup'));
    expect(JSON.stringify(group)).toContain('AppZone1');
  });

  test('publishes its writer and its readers as host and port', () => {
    const template = synthesize();
    const parameter = (entry: string, attribute: string) =>
      template.hasResourceProperties('AWS::SSM::Parameter', {
        Name: `/shop/eu-west-1/database/shop-aurora-g1/${entry}`,
        Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.anyValue(), attribute] }, ':5432']] },
      });
    parameter('writer', 'Endpoint.Address');
    parameter('reader', 'ReadEndpoint.Address');
  });

  test('allows no wildcard action, in the policy of its key neither', () => {
    const { Resources: resources } = synthesize({ proxy: true, iamAuthentication: true }).toJSON() as {
      Resources: Record<string, { Type: string }>;
    };
    const policies = Object.values(resources).filter(({ Type }) => /IAM|KMS/.test(Type));
    expect(JSON.stringify(policies)).not.toMatch(/"[a-z0-9-]+:[A-Za-z]*\*"/);
  });
});

describe('AuroraDatabase.monitor', () => {
  function monitored(props: Partial<AuroraDatabaseProps> = {}): { data: Template; ops: Template } {
    const { data, vpc, net } = new Stacks();
    const ops = new Stack(data.node.root, 'Ops', { env: { region: 'eu-west-1' } });
    const monitoring = new Monitoring(net, 'Monitoring', { name: 'shop' });
    monitoring.showOn(new cloudwatch.Dashboard(ops, 'Dashboard'));
    new AuroraDatabase(data, 'Database', { name: 'shop', vpc, ...props }).monitor(monitoring);
    return { data: Template.fromStack(data), ops: Template.fromStack(ops) };
  }

  test.each([
    ['ACUUtilization', 80, 15],
    ['CPUUtilization', 90, 15],
    ['AuroraReplicaLagMaximum', Duration.seconds(2).toMilliseconds(), 5],
  ])('watches %s', (metricName, threshold, evaluationPeriods) => {
    monitored().data.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: metricName,
      Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'shop-aurora-g1' }],
      Threshold: threshold,
      EvaluationPeriods: evaluationPeriods,
    });
  });

  test.each([
    [{ maxCapacity: 1 }, 151],
    [{ maxCapacity: 8 }, 1209],
    [{ maxCapacity: 64 }, 1600],
    [{ minCapacity: 2, maxCapacity: 64 }, 4000],
  ])('watches for four fifths of the connections of %j', (props, threshold) => {
    monitored(props).data.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'DatabaseConnections',
      Threshold: threshold,
    });
  });

  test('tells of a writer that restarted, unless it pauses', () => {
    const restarts = (props: Partial<AuroraDatabaseProps>) =>
      Object.keys(
        monitored(props).data.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: 'EngineUptime' } }),
      );
    expect(restarts({})).toHaveLength(1);
    expect(restarts({ minCapacity: 0 })).toHaveLength(0);
  });

  test('tells of readers near their maximum, where their number follows the load', () => {
    const readerAutoscaling = { maxReaders: 15 };
    monitored({ readers: 2, readerAutoscaling }).data.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('#aurora-readers-near-maximum$'),
      MetricName: 'EngineUptime',
      Dimensions: [
        { Name: 'DBClusterIdentifier', Value: 'shop-aurora-g1' },
        { Name: 'Role', Value: 'READER' },
      ],
      Statistic: 'SampleCount',
      Threshold: 12,
      EvaluationPeriods: 15,
    });
    expect(JSON.stringify(monitored({ readers: 2 }).data.toJSON())).not.toContain('#aurora-readers-near-maximum');
  });

  test('watches no reader where there is none', () => {
    const alarms = monitored({ readers: 0 }).data.findResources('AWS::CloudWatch::Alarm');
    expect(JSON.stringify(alarms)).not.toContain('AuroraReplicaLagMaximum');
  });

  test('shows itself on a dashboard that refers to nothing', () => {
    const { ops } = monitored();
    expect(JSON.stringify(ops.toJSON())).not.toMatch(/ImportValue|GetStackOutput/);
    expect(JSON.stringify(ops.findResources('AWS::CloudWatch::Dashboard'))).toContain('shop-aurora-g1');
  });
});
