import { Stack, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { NodeCache, type NodeCacheProps } from '../../lib/cache';
import { Monitoring } from '../../lib/monitoring';
import { testApp } from '../support/test-app';
import { TestService } from '../support/test-service';
import { Stacks } from './harness';

const M7G_LARGE = ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE);

function synthesize(props: Partial<NodeCacheProps> = {}): Template {
  const { data, vpc } = new Stacks();
  new NodeCache(data, 'Cache', { name: 'shop', vpc, ...props });
  return Template.fromStack(data);
}

function monitored(props: Partial<NodeCacheProps> = {}): Template {
  const { app, data, vpc } = new Stacks();
  const monitoring = new Monitoring(data, 'Monitoring', { name: 'shop' });
  monitoring.showOn(new cloudwatch.Dashboard(new Stack(app, 'Ops'), 'Dashboard'));
  new NodeCache(data, 'Cache', { name: 'shop', vpc, ...props }).monitor(monitoring);
  return Template.fromStack(data);
}

describe('NodeCache', () => {
  test('is a Valkey cluster in which every shard survives the loss of a zone', () => {
    synthesize().hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
      ReplicationGroupId: 'shop-nodes-g1',
      Engine: 'valkey',
      EngineVersion: '8.2',
      CacheParameterGroupName: 'default.valkey8.cluster.on',
      CacheNodeType: 'cache.t4g.small',
      ClusterMode: 'enabled',
      NumNodeGroups: 1,
      ReplicasPerNodeGroup: 1,
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      Port: 6379,
      SnapshotRetentionLimit: 15,
      SnapshotWindow: Match.absent(),
    });
  });

  test('is encrypted on the wire and on disk, and takes IAM tokens instead of a password', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
      TransitEncryptionEnabled: true,
      TransitEncryptionMode: 'required',
      AtRestEncryptionEnabled: true,
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('CacheKey'), 'Arn'] },
      UserGroupIds: ['shop-nodes-g1'],
      AuthToken: Match.absent(),
    });
    template.hasResourceProperties('AWS::ElastiCache::User', {
      UserId: 'shop-nodes-g1',
      UserName: 'shop-nodes-g1',
      AuthenticationMode: { Type: 'iam' },
    });
  });

  test('changes its number of shards in place', () => {
    synthesize({ shards: 4 }).hasResource('AWS::ElastiCache::ReplicationGroup', {
      Properties: { NumNodeGroups: 4, NodeGroupConfiguration: Match.absent() },
      UpdatePolicy: { UseOnlineResharding: true },
    });
  });

  test('takes nodes, replicas, version and snapshots from its properties', () => {
    synthesize({
      nodeType: M7G_LARGE,
      replicasPerShard: 5,
      engineVersion: '7.2',
      snapshotTime: '23:30',
      snapshotRetentionDays: 35,
      generation: 3,
    }).hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
      ReplicationGroupId: 'shop-nodes-g3',
      CacheNodeType: 'cache.m7g.large',
      ReplicasPerNodeGroup: 5,
      EngineVersion: '7.2',
      CacheParameterGroupName: 'default.valkey7.cluster.on',
      SnapshotWindow: '23:30-00:30',
      SnapshotRetentionLimit: 35,
    });
  });

  test('stands in all isolated subnets', () => {
    synthesize().hasResourceProperties('AWS::ElastiCache::SubnetGroup', {
      CacheSubnetGroupName: 'shop-nodes-g1',
      SubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
    });
  });

  test('publishes its endpoint', () => {
    synthesize().hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/shop/eu-west-1/cache/shop-nodes-g1/endpoint',
      Value: {
        'Fn::Join': [
          '',
          [
            { 'Fn::GetAtt': [Match.anyValue(), 'ConfigurationEndPoint.Address'] },
            ':',
            { 'Fn::GetAtt': [Match.anyValue(), 'ConfigurationEndPoint.Port'] },
          ],
        ],
      },
    });
  });

  test('scales no replicas unless asked to', () => {
    synthesize().resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  });

  test('scales replicas with the load of their engines', () => {
    const template = synthesize({
      nodeType: M7G_LARGE,
      replicasPerShard: 2,
      maxReplicasPerShard: 5,
      targetReplicaCpuPercent: 35,
    });
    template.hasResource('AWS::ApplicationAutoScaling::ScalableTarget', {
      Properties: {
        ServiceNamespace: 'elasticache',
        ScalableDimension: 'elasticache:replication-group:Replicas',
        ResourceId: 'replication-group/shop-nodes-g1',
        MinCapacity: 2,
        MaxCapacity: 5,
      },
      DependsOn: [Match.stringLikeRegexp('^Cache')],
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'ElastiCacheReplicaEngineCPUUtilization' },
        TargetValue: 35,
      },
    });
  });

  test.each([
    [undefined, 'Retain'],
    [true, 'Delete'],
  ])('with disposable %s has the deletion policy %s, and so has all that it uses', (disposable, policy) => {
    const template = synthesize({ disposable });
    for (const type of ['ReplicationGroup', 'SubnetGroup', 'User', 'UserGroup']) {
      template.allResources(`AWS::ElastiCache::${type}`, { DeletionPolicy: policy, UpdateReplacePolicy: policy });
    }
  });

  test('has the same logical ids whatever the feature flags are', () => {
    const ids = (app?: App) => {
      const { data, vpc } = new Stacks(app);
      new NodeCache(data, 'Cache', { name: 'shop', vpc, nodeType: M7G_LARGE, maxReplicasPerShard: 2 });
      return Object.keys((Template.fromStack(data).toJSON() as { Resources: object }).Resources);
    };
    expect(ids(testApp({}, {}))).toEqual(ids());
  });

  test('lets a service connect to this cache as this user, on the port of nodes', () => {
    const { app, data, svc, vpc, securityGroup } = new Stacks();
    const service = new TestService(svc, vpc);
    new NodeCache(data, 'Cache', { name: 'shop', vpc, securityGroup }).bindToService(service);
    app.synth();
    expect(service.environment).toEqual({
      CACHE_MODE: 'cluster',
      CACHE_NAME: 'shop-nodes-g1',
      CACHE_USER: 'shop-nodes-g1',
    });
    const template = Template.fromStack(svc);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 6379, ToPort: 6379 });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: 'elasticache:Connect',
            Resource: ['replicationgroup', 'user'].map((type) => ({
              'Fn::Join': ['', ['arn:aws:elasticache:eu-west-1:', { Ref: 'AWS::AccountId' }, `:${type}:shop-nodes-g1`]],
            })),
          },
        ]),
      },
    });
    expect(Template.fromStack(data).toJSON()).not.toHaveProperty('Outputs');
  });
});

describe('NodeCache monitored', () => {
  test.each([
    ['EngineCPUUtilization', 80, 'cache-engine-cpu'],
    ['DatabaseMemoryUsagePercentage', 80, 'cache-memory'],
    ['Evictions', 100, 'cache-evictions'],
    ['ReplicationLag', 5, 'cache-replication-lag'],
  ])('alarms on the worst %s of all nodes', (metric, threshold, heading) => {
    const node = (id: string) =>
      Match.objectLike({
        MetricStat: Match.objectLike({
          Metric: Match.objectLike({ MetricName: metric, Dimensions: [{ Name: 'CacheClusterId', Value: id }] }),
        }),
      });
    const template = monitored();
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: threshold,
      Metrics: [
        Match.objectLike({ Expression: 'MAX(METRICS())' }),
        node('shop-nodes-g1-0001-001'),
        node('shop-nodes-g1-0001-002'),
      ],
      AlarmDescription: Match.stringLikeRegexp(`#${heading}$`),
    });
  });

  test('watches every node there may be, at most ten in one alarm', () => {
    const template = monitored({ shards: 3, nodeType: M7G_LARGE, maxReplicasPerShard: 4 });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 9);
    const alarms = JSON.stringify(template.findResources('AWS::CloudWatch::Alarm'));
    expect(new Set(alarms.match(/shop-nodes-g1-\d{4}-\d{3}/g)).size).toBe(15);
    expect(alarms).toContain('shop-nodes-g1-0003-005');
  });

  test('counts the nodes of the first shard, at four fifths of the most replicas', () => {
    monitored({ shards: 3, nodeType: M7G_LARGE, maxReplicasPerShard: 4 }).hasResourceProperties(
      'AWS::CloudWatch::Alarm',
      {
        AlarmDescription: Match.stringLikeRegexp('#cache-replicas-near-maximum$'),
        Threshold: 5,
        Metrics: [
          Match.objectLike({ Expression: 'SUM(METRICS())' }),
          ...['001', '002', '003', '004', '005'].map((node) =>
            Match.objectLike({
              MetricStat: Match.objectLike({
                Stat: 'SampleCount',
                Metric: Match.objectLike({
                  Dimensions: [{ Name: 'CacheClusterId', Value: `shop-nodes-g1-0001-${node}` }],
                }),
              }),
            }),
          ),
        ],
      },
    );
    const fixed = monitored({ shards: 1 }).findResources('AWS::CloudWatch::Alarm');
    expect(JSON.stringify(fixed)).not.toContain('#cache-replicas-near-maximum');
  });
});
