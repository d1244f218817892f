import { alarms } from '../../../tools/review/sections/alarms';
import { costs } from '../../../tools/review/sections/costs';
import { data } from '../../../tools/review/sections/data';
import { limits } from '../../../tools/review/sections/limits';
import { paths } from '../../../tools/review/sections/paths';
import { resource, rowsOf, sectionOf } from './model';

describe('data at rest', () => {
  test.each([
    [
      'an unencrypted volume without a policy',
      resource('AWS::EC2::Volume'),
      { encryption: 'none', deletion: 'Delete (no policy given)' },
      'not encrypted; no deletion policy: goes with its stack; no backup',
    ],
    [
      'an unencrypted database that goes',
      { ...resource('AWS::RDS::DBInstance', { BackupRetentionPeriod: 0 }), DeletionPolicy: 'Delete' },
      { encryption: 'none', deletion: 'Delete / Snapshot (no policy given)', backups: '' },
      'not encrypted; goes with its stack; no backup; no deletion protection',
    ],
    [
      'a table that is kept',
      {
        ...resource('AWS::DynamoDB::Table', {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          TableName: 'orders',
        }),
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
      { encryption: 'key of DynamoDB', deletion: 'Retain', name: 'orders', backups: 'any second for 35 d' },
      undefined,
    ],
    [
      'a queue without encryption',
      { ...resource('AWS::SQS::Queue', { SqsManagedSseEnabled: false }), DeletionPolicy: 'Retain' },
      { encryption: 'none', backups: 'messages stay 4 d' },
      'not encrypted',
    ],
  ])('shows %s', (_name, store, cells, concern) => {
    const [row] = rowsOf(sectionOf(data, { Store: store }), 'stores');
    expect(row).toMatchObject({ cells, concern });
  });

  test('names the key, and the plan that backs a cluster up', () => {
    const section = sectionOf(data, {
      Key: resource('AWS::KMS::Key'),
      Cluster: resource('AWS::RDS::DBCluster', { StorageEncrypted: true, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }),
      Plan: resource('AWS::Backup::BackupPlan', {
        BackupPlan: { BackupPlanRule: [{ RuleName: 'daily', Lifecycle: { DeleteAfterDays: 35 } }] },
      }),
      Selection: resource('AWS::Backup::BackupSelection', {
        BackupPlanId: { Ref: 'Plan' },
        BackupSelection: { Resources: [{ 'Fn::Sub': 'arn:aws:rds:eu-west-1:1:cluster:${Cluster}' }] },
      }),
    });
    expect(rowsOf(section, 'stores')[0].cells).toMatchObject({
      encryption: 'key test/Key',
      backups: 'any second for 1 d; daily backup for 35 d',
    });
  });

  test('shows unencrypted disks of instances', () => {
    const disks = [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8 } }];
    const section = sectionOf(data, { Host: resource('AWS::EC2::Instance', { BlockDeviceMappings: disks }) });
    expect(rowsOf(section, 'volumes')).toMatchObject([{ concern: 'not encrypted' }]);
    expect(section.summary).toContain('1 NOT encrypted');
  });
});

describe('network paths', () => {
  const group = (rules = {}) => resource('AWS::EC2::SecurityGroup', rules);
  const closed = [{ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32' }];
  const id = (name: string) => ({ 'Fn::GetAtt': [name, 'GroupId'] });
  const rule = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 };
  const cluster = resource('AWS::RDS::DBCluster', { VpcSecurityGroupIds: [id('Data')] });
  const ingress = resource('AWS::EC2::SecurityGroupIngress', {
    ...rule,
    GroupId: id('Data'),
    SourceSecurityGroupId: id('App'),
    Description: 'app to data',
  });

  test('names both sides by what is in their groups', () => {
    const section = sectionOf(paths, { App: group(), Data: group(), Cluster: cluster, Rule: ingress });
    expect(rowsOf(section, 'between')).toMatchObject([
      { cells: { from: 'test/App', to: 'test/Cluster', toTier: 'data', port: 'tcp 5432', why: 'app to data' } },
    ]);
    expect(rowsOf(section, 'between')[0].concern).toBeUndefined();
  });

  test('says when the source does not let it out', () => {
    const section = sectionOf(paths, {
      App: group({ SecurityGroupEgress: closed }),
      Data: group(),
      Cluster: cluster,
      Rule: ingress,
    });
    expect(rowsOf(section, 'between')[0].concern).toBe('the source does not let it out');
  });

  test('says when the target does not let it in', () => {
    const egress = resource('AWS::EC2::SecurityGroupEgress', {
      ...rule,
      GroupId: id('App'),
      DestinationSecurityGroupId: id('Data'),
    });
    const section = sectionOf(paths, { App: group(), Data: group(), Rule: egress });
    expect(rowsOf(section, 'between')[0].concern).toBe('the target does not let it in');
  });
});

describe('alarms', () => {
  const alarm = (rest: object) =>
    resource('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS',
      MetricName: 'Age',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Threshold: 900,
      ComparisonOperator: 'GreaterThanThreshold',
      ...rest,
    });

  test('says when they ring, whom they tell, and what has none', () => {
    const section = sectionOf(alarms, {
      Topic: resource('AWS::SNS::Topic', { TopicName: 'on-call' }),
      Jobs: resource('AWS::SQS::Queue', { QueueName: 'jobs' }),
      Silent: resource('AWS::SQS::Queue'),
      Alarm: alarm({ AlarmActions: [{ Ref: 'Topic' }], Dimensions: [{ Name: 'QueueName', Value: 'jobs' }] }),
      Mute: alarm({ Dimensions: [{ Name: 'QueueName', Value: 'jobs' }] }),
    });
    expect(rowsOf(section, 'alarms')).toMatchObject([
      { cells: { metric: 'AWS/SQS Age Maximum', threshold: '> 900 for 3 of 5 x 60 s', actions: 'notifies on-call' } },
      { cells: { actions: '' }, concern: 'tells nobody' },
    ]);
    expect(rowsOf(section, 'unwatched').map(({ cells }) => cells.where)).toEqual(['test/Silent']);
    expect(section.summary).toBe('2 alarms, 1 tell nobody; 1 of 2 watchable resources have none');
  });
});

describe('scaling limits and idle costs', () => {
  const service = {
    Task: resource('AWS::ECS::TaskDefinition', { Cpu: '512', Memory: '1024', RequiresCompatibilities: ['FARGATE'] }),
    Service: resource('AWS::ECS::Service', { TaskDefinition: { Ref: 'Task' }, DesiredCount: 3 }),
  };
  const target = resource('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity: 2,
    MaxCapacity: 8,
    ResourceId: { 'Fn::Join': ['/', ['service/c', { 'Fn::GetAtt': ['Service', 'Name'] }]] },
  });
  const policy = resource('AWS::ApplicationAutoScaling::ScalingPolicy', {
    ScalingTargetId: { Ref: 'Target' },
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      TargetValue: 60,
    },
  });

  test('a service without scaling stays as it is', () => {
    expect(rowsOf(sectionOf(limits, service), 'limits')).toMatchObject([
      { cells: { unit: 'tasks', minimum: '3', maximum: '3', policy: 'nothing: fixed' } },
    ]);
  });

  test('a service with scaling has a range and a policy; idle, its minimum is paid for', () => {
    const scaled = { ...service, Target: target, Policy: policy };
    const section = sectionOf(limits, scaled);
    expect(rowsOf(section, 'limits')).toMatchObject([
      { cells: { minimum: '2', maximum: '8', policy: 'ECSServiceAverageCPUUtilization at 60' } },
    ]);
    expect(section.summary).toBe('1 of 1 limit leave room: Service 2 to 8 tasks');
    expect(rowsOf(sectionOf(costs, scaled), 'costs')).toMatchObject([
      { cells: { driver: 'task', quantity: '2', size: '0.5 vCPU, 1 GB, X86_64, FARGATE' } },
    ]);
  });

  test('counts what is billed by the hour or the month', () => {
    const section = sectionOf(costs, {
      Address: resource('AWS::EC2::EIP'),
      Nat: resource('AWS::EC2::NatGateway'),
      Other: resource('AWS::EC2::NatGateway'),
      Cache: resource('AWS::ElastiCache::ReplicationGroup', {
        CacheNodeType: 'cache.t4g.small',
        NumNodeGroups: 2,
        ReplicasPerNodeGroup: 1,
      }),
      Database: resource('AWS::RDS::DBInstance', { DBInstanceClass: 'db.t4g.small', MultiAZ: true }),
      Function: resource('AWS::Lambda::Function', { MemorySize: 256 }),
      Rule: resource('AWS::Events::Rule', {
        ScheduleExpression: 'rate(1 hour)',
        Targets: [{ Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }],
      }),
      Alarm: resource('AWS::CloudWatch::Alarm', { Namespace: 'A', MetricName: 'B', Statistic: 'Sum', Period: 10 }),
    });
    expect(rowsOf(section, 'costs').map(({ cells }) => [cells.driver, cells.size, cells.quantity])).toEqual([
      ['NAT gateway', '', '2'],
      ['alarm', 'high resolution', '1'],
      ['cache node', 'cache.t4g.small', '4'],
      ['database instance', 'db.t4g.small', '2'],
      ['metric of alarms', 'high resolution', '1'],
      ['public address', 'IPv4', '1'],
      ['scheduled call', 'a month, function of 256 MB', '730'],
    ]);
  });
});
