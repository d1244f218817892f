import { Stack, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Monitoring } from '../../lib/monitoring';
import { SessionReplica, SessionStore, type SessionStoreProps } from '../../lib/session';
import { resourcesOf } from '../support/templates';
import { testApp, testStack } from '../support/test-app';
import { TestService } from '../support/test-service';

function synthesize(props: Partial<SessionStoreProps> = {}, app: App = testApp()): Template {
  const stack = testStack({}, app);
  new SessionStore(stack, 'Sessions', { name: 'shop', ...props });
  return Template.fromStack(stack);
}

describe('SessionStore', () => {
  test('is a table of sessions by id, on demand, that forgets the expired', () => {
    synthesize().hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TableName: 'shop-sessions-g1',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('can be recovered to any second, and is not deleted by mistake', () => {
    synthesize().hasResource('AWS::DynamoDB::GlobalTable', {
      Properties: {
        Replicas: [
          {
            Region: 'eu-west-1',
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            DeletionProtectionEnabled: true,
          },
        ],
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('is encrypted with a key that every region has', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [{ SSESpecification: Match.absent() }],
    });
    template.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('is in further regions, each as protected and recoverable as the first', () => {
    const copy = (Region: string) => ({
      Region,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
    const template = synthesize({ replicaRegions: ['us-east-1', 'ap-northeast-1'] });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [copy('us-east-1'), copy('ap-northeast-1'), copy('eu-west-1')],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      MultiRegionConsistency: Match.absent(),
    });
  });

  test('is disposable in every region', () => {
    const template = synthesize({ disposable: true, replicaRegions: ['us-east-1'] });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [{ DeletionProtectionEnabled: false }, { DeletionProtectionEnabled: false }],
    });
  });

  test('is the same with no further region as without the property', () => {
    expect(synthesize({ replicaRegions: [] }).toJSON()).toEqual(synthesize().toJSON());
  });

  test('keeps its logical id when a region is added, so that the table is changed in place', () => {
    const ids = (template: Template) => Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));
    expect(ids(synthesize({ replicaRegions: ['us-east-1'] }))).toEqual(ids(synthesize()));
  });

  test('goes with the stack when it is disposable', () => {
    synthesize({ disposable: true }).hasResource('AWS::DynamoDB::GlobalTable', {
      Properties: { Replicas: [{ DeletionProtectionEnabled: false }] },
      DeletionPolicy: 'Delete',
    });
  });

  test('has a successor beside it in another generation', () => {
    synthesize({ generation: 2 }).hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TableName: 'shop-sessions-g2',
    });
  });

  test('is the same whatever the feature flags are', () => {
    const resources = (app: App) => (synthesize({}, app).toJSON() as { Resources: object }).Resources;
    expect(resources(testApp({}, {}))).toEqual(resources(testApp()));
  });
});

describe('SessionStore bound to a service', () => {
  const app = testApp();
  const global = new Stack(app, 'Global', { env: { region: 'eu-west-1' } });
  const svc = new Stack(app, 'Svc', { env: { region: 'us-east-1' } });
  const service = new TestService(
    svc,
    ec2.Vpc.fromVpcAttributes(svc, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] }),
  );
  new SessionStore(global, 'Sessions', { name: 'shop' }).bindToService(service);

  test('tells it the name of the table', () => {
    expect(service.environment).toEqual({ SESSION_TABLE: 'shop-sessions-g1' });
  });

  test('lets it read and write sessions of its own region by id, and neither list nor scan them', () => {
    Template.fromStack(svc).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'dynamodb:BatchGetItem',
              'dynamodb:ConditionCheckItem',
              'dynamodb:DeleteItem',
              'dynamodb:GetItem',
              'dynamodb:PutItem',
              'dynamodb:UpdateItem',
            ],
            Resource: {
              'Fn::Join': ['', ['arn:aws:dynamodb:us-east-1:', { Ref: 'AWS::AccountId' }, ':table/shop-sessions-g1']],
            },
          },
        ],
      },
    });
  });

  test('makes neither stack depend on the other', () => {
    app.synth();
    expect(svc.dependencies).toEqual([]);
    expect(Template.fromStack(global).toJSON()).not.toHaveProperty('Outputs');
  });
});

describe('SessionStore monitored', () => {
  function monitored(props: Partial<SessionStoreProps> = {}): Template {
    const stack = testStack();
    const store = new SessionStore(stack, 'Sessions', { name: 'shop', ...props });
    store.monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
    return Template.fromStack(stack);
  }

  const metric = (name: string, ...dimensions: { Name: string; Value: string }[]) =>
    Match.objectLike({
      MetricStat: Match.objectLike({
        Metric: {
          Namespace: 'AWS/DynamoDB',
          MetricName: name,
          Dimensions: [...dimensions, { Name: 'TableName', Value: 'shop-sessions-g1' }],
        },
        Stat: 'Sum',
      }),
    });

  test('alarms when requests are throttled', () => {
    monitored().hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 1,
      Metrics: [
        Match.objectLike({ Expression: 'FILL(metric0, 0) + FILL(metric1, 0)' }),
        metric('ReadThrottleEvents'),
        metric('WriteThrottleEvents'),
      ],
      AlarmDescription: Match.stringLikeRegexp('^warning: .*#sessions-throttled$'),
    });
  });

  test('alarms when DynamoDB fails', () => {
    monitored().hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 5,
      Metrics: [
        Match.objectLike({
          Expression: 'FILL(metric0, 0) + FILL(metric1, 0) + FILL(metric2, 0) + FILL(metric3, 0)',
        }),
        ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((operation) =>
          metric('SystemErrors', { Name: 'Operation', Value: operation }),
        ),
      ],
      AlarmDescription: Match.stringLikeRegexp('^critical: .*#sessions-system-errors$'),
    });
  });

  test('alarms for each further region when what is written arrives there late', () => {
    const template = monitored({ replicaRegions: ['us-east-1', 'ap-northeast-1'] });
    for (const region of ['us-east-1', 'ap-northeast-1']) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', late(region));
    }
    expect(JSON.stringify(monitored().toJSON())).not.toContain('ReplicationLatency');
  });
});

describe('SessionReplica', () => {
  function replica(): Template {
    const stack = testStack({ env: { region: 'us-east-1' } });
    const monitoring = new Monitoring(stack, 'Monitoring', { name: 'shop' });
    const otherRegions = ['eu-west-1', 'ap-northeast-1'];
    const sessions = new SessionReplica(stack, 'Sessions', { name: 'shop', otherRegions });
    sessions.monitor(monitoring);
    monitoring.showOn(new cloudwatch.Dashboard(stack, 'Dashboard'));
    return Template.fromStack(stack);
  }

  test('defines nothing by itself', () => {
    const stack = testStack({ env: { region: 'us-east-1' } });
    const props = { name: 'shop', generation: 2, otherRegions: ['eu-west-1'] };
    const sessions = new SessionReplica(stack, 'Sessions', props);
    expect(sessions.tableName).toBe('shop-sessions-g2');
    expect(resourcesOf(Template.fromStack(stack))).toEqual({});
  });

  test('has the alarms of the table in its own region', () => {
    const template = replica();
    for (const runbook of ['sessions-throttled', 'sessions-system-errors']) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmDescription: Match.stringLikeRegexp(`#${runbook}$`),
      });
    }
  });

  test('alarms for each other region when what is written here arrives there late', () => {
    const template = replica();
    for (const region of ['eu-west-1', 'ap-northeast-1']) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', late(region));
    }
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
  });

  test('shows how late it is', () => {
    const dashboard = JSON.stringify(replica().findResources('AWS::CloudWatch::Dashboard'));
    expect(dashboard).toContain('Sessions shop-sessions-g1 in other regions');
    expect(dashboard).toContain('ReplicationLatency');
  });
});

function late(region: string): object {
  return {
    Metrics: [
      Match.objectLike({
        MetricStat: {
          Metric: {
            Namespace: 'AWS/DynamoDB',
            MetricName: 'ReplicationLatency',
            Dimensions: [
              { Name: 'ReceivingRegion', Value: region },
              { Name: 'TableName', Value: 'shop-sessions-g1' },
            ],
          },
          Period: 60,
          Stat: 'Average',
        },
      }),
    ],
    Threshold: 10_000,
    EvaluationPeriods: 5,
    TreatMissingData: 'notBreaching',
    AlarmDescription: Match.stringLikeRegexp(`^warning: Sessions arrive in ${region} .*#sessions-replication-late$`),
  };
}
