import { Stack, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ServerlessCache, type ServerlessCacheProps } from '../../lib/cache';
import { Monitoring } from '../../lib/monitoring';
import { testApp } from '../support/test-app';
import { TestService } from '../support/test-service';
import { Stacks } from './harness';

function synthesize(props: Partial<ServerlessCacheProps> = {}): Template {
  const { data, vpc } = new Stacks();
  new ServerlessCache(data, 'Cache', { name: 'shop', vpc, ...props });
  return Template.fromStack(data);
}

describe('ServerlessCache', () => {
  test('is a Valkey cache with limits on what it may cost', () => {
    synthesize().hasResourceProperties('AWS::ElastiCache::ServerlessCache', {
      ServerlessCacheName: 'shop-cache-g1',
      Engine: 'valkey',
      MajorEngineVersion: '8',
      CacheUsageLimits: { DataStorage: { Maximum: 10, Unit: 'GB' }, ECPUPerSecond: { Maximum: 30000 } },
      SnapshotRetentionLimit: 1,
      DailySnapshotTime: Match.absent(),
    });
  });

  test('takes its limits, version and snapshots from its properties', () => {
    const template = synthesize({
      maxDataGigabytes: 5000,
      maxProcessingUnitsPerSecond: 15_000_000,
      majorEngineVersion: '9',
      snapshotRetentionDays: 0,
      snapshotTime: '23:59',
      generation: 2,
    });
    template.hasResourceProperties('AWS::ElastiCache::ServerlessCache', {
      ServerlessCacheName: 'shop-cache-g2',
      MajorEngineVersion: '9',
      CacheUsageLimits: { DataStorage: { Maximum: 5000 }, ECPUPerSecond: { Maximum: 15_000_000 } },
      SnapshotRetentionLimit: 0,
      DailySnapshotTime: '23:59',
    });
  });

  test('stays in two subnets when the network has three, because its subnets are create-only', () => {
    synthesize().hasResourceProperties('AWS::ElastiCache::ServerlessCache', { SubnetIds: ['subnet-1', 'subnet-2'] });
  });

  test('is encrypted with a key that rotates, or with the one it is given', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.hasResourceProperties('AWS::ElastiCache::ServerlessCache', {
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('CacheKey'), 'Arn'] },
    });

    const { data, vpc } = new Stacks();
    new ServerlessCache(data, 'Cache', { name: 'shop', vpc, encryptionKey: new kms.Key(data, 'Shared') });
    Template.fromStack(data).resourceCountIs('AWS::KMS::Key', 1);
  });

  test('knows one user, who authenticates by IAM, and no default user', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::ElastiCache::User', 1);
    template.hasResourceProperties('AWS::ElastiCache::User', {
      Engine: 'valkey',
      UserId: 'shop-cache-g1',
      UserName: 'shop-cache-g1',
      AuthenticationMode: { Type: 'iam' },
      AccessString: 'on ~* &* +@all -@dangerous +info',
    });
    template.hasResourceProperties('AWS::ElastiCache::UserGroup', {
      Engine: 'valkey',
      UserGroupId: 'shop-cache-g1',
      UserIds: ['shop-cache-g1'],
    });
    template.hasResourceProperties('AWS::ElastiCache::ServerlessCache', { UserGroupId: 'shop-cache-g1' });
  });

  test('lets nobody in by itself', () => {
    synthesize().hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  });

  test('publishes its endpoint', () => {
    synthesize().hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/shop/eu-west-1/cache/shop-cache-g1/endpoint',
      Type: 'String',
      Value: {
        'Fn::Join': [
          '',
          [
            { 'Fn::GetAtt': [Match.anyValue(), 'Endpoint.Address'] },
            ':',
            { 'Fn::GetAtt': [Match.anyValue(), 'Endpoint.Port'] },
          ],
        ],
      },
    });
  });

  test.each([
    [undefined, 'Retain'],
    [true, 'Delete'],
  ])('with disposable %s has the deletion policy %s, and so has all that it uses', (disposable, policy) => {
    const template = synthesize({ disposable });
    for (const type of ['ServerlessCache', 'User', 'UserGroup']) {
      template.allResources(`AWS::ElastiCache::${type}`, { DeletionPolicy: policy, UpdateReplacePolicy: policy });
    }
    template.allResources('AWS::EC2::SecurityGroup', { DeletionPolicy: policy });
    template.allResources('AWS::KMS::Key', { DeletionPolicy: policy });
  });

  test('has the same logical ids whatever the feature flags are', () => {
    const ids = (app?: App) => {
      const { data, vpc } = new Stacks(app);
      new ServerlessCache(data, 'Cache', { name: 'shop', vpc });
      return Object.keys((Template.fromStack(data).toJSON() as { Resources: object }).Resources);
    };
    expect(ids(testApp({}, {}))).toEqual(ids());
  });
});

describe('ServerlessCache bound to a service', () => {
  function bind(): { service: TestService; svc: Template; data: Template } {
    const { app, data, svc, vpc, securityGroup } = new Stacks();
    const cache = new ServerlessCache(data, 'Cache', { name: 'shop', vpc, securityGroup });
    const service = new TestService(svc, vpc);
    cache.bindToService(service);
    app.synth();
    return { service, svc: Template.fromStack(svc), data: Template.fromStack(data) };
  }

  test('tells it where the cache is and how to speak to it', () => {
    const { service } = bind();
    expect(service.environment).toEqual({
      CACHE_MODE: 'cluster',
      CACHE_NAME: 'shop-cache-g1',
      CACHE_USER: 'shop-cache-g1',
    });
    expect(Object.keys(service.secrets)).toEqual(['CACHE_ENDPOINT']);
    expect(JSON.stringify(Stack.of(service).resolve(service.secrets.CACHE_ENDPOINT?.arn))).toContain(
      ':parameter/shop/eu-west-1/cache/shop-cache-g1/endpoint',
    );
  });

  test('lets it connect to this cache as this user, and nothing else', () => {
    bind().svc.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: 'elasticache:Connect',
            Resource: ['serverlesscache', 'user'].map((type) => ({
              'Fn::Join': ['', ['arn:aws:elasticache:eu-west-1:', { Ref: 'AWS::AccountId' }, `:${type}:shop-cache-g1`]],
            })),
          },
        ]),
      },
    });
  });

  test('opens both of its ports, from the stack of the service', () => {
    const { svc, data } = bind();
    for (const rule of ['Ingress', 'Egress']) {
      svc.hasResourceProperties(`AWS::EC2::SecurityGroup${rule}`, {
        FromPort: 6379,
        ToPort: 6380,
        Description: 'web to the cache',
      });
      data.resourceCountIs(`AWS::EC2::SecurityGroup${rule}`, 0);
    }
  });

  test('leaves no export and no parameter behind that would hold the cache when it is removed', () => {
    const { svc, data } = bind();
    expect(data.toJSON()).not.toHaveProperty('Outputs');
    expect(JSON.stringify(svc.toJSON())).not.toContain('Data:');
    expect(Object.keys(svc.toJSON().Parameters as object)).toEqual(['BootstrapVersion']);
  });

  test('works with a security group of its own', () => {
    const { app, data, svc, vpc } = new Stacks();
    new ServerlessCache(data, 'Cache', { name: 'shop', vpc }).bindToService(new TestService(svc, vpc));
    app.synth();
    Template.fromStack(svc).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });
});

describe('ServerlessCache monitored', () => {
  test.each([
    ['ThrottledCmds', 'Sum', 1, 'cache-throttled'],
    ['BytesUsedForCache', 'Maximum', 8e9, 'cache-data-near-limit'],
    ['ElastiCacheProcessingUnits', 'Sum', 1_440_000, 'cache-load-near-limit'],
  ])('alarms on %s', (metric, statistic, threshold, heading) => {
    const { data, vpc } = new Stacks();
    const cache = new ServerlessCache(data, 'Cache', { name: 'shop', vpc });
    cache.monitor(new Monitoring(data, 'Monitoring', { name: 'shop' }));
    const template = Template.fromStack(data);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 3);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/ElastiCache',
      MetricName: metric,
      Statistic: statistic,
      Threshold: threshold,
      Dimensions: [{ Name: 'clusterId', Value: 'shop-cache-g1' }],
      AlarmDescription: Match.stringLikeRegexp(`#${heading}$`),
    });
  });
});
