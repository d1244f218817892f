import { Stack, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Monitoring } from '../../lib/monitoring';
import { SessionStore, type SessionStoreProps } from '../../lib/session';
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
  function monitored(): Template {
    const stack = testStack();
    const store = new SessionStore(stack, 'Sessions', { name: 'shop' });
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
});
