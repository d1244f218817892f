import { type App, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Monitoring } from '../../lib/monitoring';
import { ObjectStore, type ObjectStoreProps } from '../../lib/objects';
import { testApp, testStack } from '../support/test-app';
import { TestService } from '../support/test-service';

const NAME = { 'Fn::Join': ['', ['shop-objects-g1-', { Ref: 'AWS::AccountId' }, '-eu-west-1']] };

function synthesize(props: Partial<ObjectStoreProps> = {}, app: App = testApp()): Template {
  const stack = testStack({}, app);
  new ObjectStore(stack, 'Objects', { name: 'shop', ...props });
  return Template.fromStack(stack);
}

describe('ObjectStore', () => {
  test('is a private bucket, named after deployment, account and region', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', {
      BucketName: NAME,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  test('is named by the account of the stack when that is known', () => {
    const stack = new Stack(testApp(), 'Test', { env: { account: '111111111111', region: 'us-east-1' } });
    expect(new ObjectStore(stack, 'Objects', { name: 'shop', generation: 2 }).bucketName).toBe(
      'shop-objects-g2-111111111111-us-east-1',
    );
  });

  test('has a name that fits even when every part is as long as it may be', () => {
    const stack = new Stack(testApp(), 'Test', { env: { account: '111111111111', region: 'ap-southeast-1' } });
    const store = new ObjectStore(stack, 'Objects', { name: 'a'.repeat(20), generation: 99 });
    expect(store.bucketName.length).toBeLessThanOrEqual(63);
  });

  test('is encrypted with a key that rotates, and refuses plain or outdated connections', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: Match.anyValue() },
          },
        ],
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
        ],
      },
    });
  });

  test('takes a key', () => {
    const stack = testStack();
    const store = new ObjectStore(stack, 'Objects', { name: 'shop', encryptionKey: new kms.Key(stack, 'Shared') });
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
    expect(store.bucket.encryptionKey).toBe(store.encryptionKey);
  });

  test('keeps what was overwritten or deleted for a month, and unfinished uploads for a week', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
          Match.objectLike({
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            ExpiredObjectDeleteMarker: true,
          }),
          Match.objectLike({ Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 0 }] }),
        ],
      },
    });
  });

  test('keeps it for as long as it is told to', () => {
    synthesize({ recoverableDays: 365 }).hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 365 } })]),
      },
    });
  });

  test('can hold an object for lawyers, and locks nothing by itself', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: Match.absent() },
    });
  });

  test('tells EventBridge what happens, without a custom resource', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    template.resourceCountIs('AWS::Lambda::Function', 0);
    template.resourceCountIs('Custom::S3BucketNotifications', 0);
  });

  test('answers browsers only when told from where', () => {
    synthesize().hasResourceProperties('AWS::S3::Bucket', { CorsConfiguration: Match.absent() });
    synthesize({
      browserOrigins: ['https://www.example.com', 'http://localhost:3000'],
    }).hasResourceProperties('AWS::S3::Bucket', {
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: ['https://www.example.com', 'http://localhost:3000'],
            AllowedMethods: ['GET', 'HEAD', 'PUT', 'POST'],
            AllowedHeaders: ['*'],
            ExposedHeaders: ['ETag'],
            MaxAge: 3600,
          },
        ],
      },
    });
  });

  test('writes access logs into a bucket that it is given', () => {
    const stack = testStack();
    const accessLogsBucket = new s3.Bucket(stack, 'Logs');
    new ObjectStore(stack, 'Objects', { name: 'shop', accessLogsBucket });
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      LoggingConfiguration: {
        DestinationBucketName: { Ref: Match.stringLikeRegexp('^Logs') },
        LogFilePrefix: 'Test/Objects/',
      },
    });
  });

  test.each([
    [undefined, 'Retain'],
    [true, 'Delete'],
  ])('with disposable %s has the deletion policy %s', (disposable, policy) => {
    const template = synthesize({ disposable });
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: policy, UpdateReplacePolicy: policy });
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: policy });
  });

  test('is emptied before it is deleted when it is disposable, and only then', () => {
    const bucket = { Ref: Match.stringLikeRegexp('^ObjectsBucket') };
    synthesize({ disposable: true }).hasResourceProperties('Custom::DisposableContents', { bucket });
    synthesize().resourceCountIs('Custom::DisposableContents', 0);
  });

  test('has the same logical ids whatever the feature flags are', () => {
    const ids = (app: App) => Object.keys((synthesize({}, app).toJSON() as { Resources: object }).Resources);
    expect(ids(testApp({}, {}))).toEqual(ids(testApp()));
  });

  test('shows what it stores by literal name', () => {
    const app = testApp();
    const data = testStack({ env: { account: '111111111111', region: 'eu-west-1' } }, app);
    const monitoring = new Monitoring(data, 'Monitoring', { name: 'shop' });
    new ObjectStore(data, 'Objects', { name: 'shop' }).monitor(monitoring);
    const ops = new Stack(app, 'Ops', { env: { account: '111111111111', region: 'eu-west-1' } });
    monitoring.showOn(new cloudwatch.Dashboard(ops, 'Dashboard'));
    const dashboard = JSON.stringify(Template.fromStack(ops).findResources('AWS::CloudWatch::Dashboard'));
    expect(dashboard).toContain('shop-objects-g1-111111111111-eu-west-1');
    expect(dashboard).not.toContain('ImportValue');
  });
});

describe('ObjectStore whose replication is monitored', () => {
  const nameIn = (region: string) => `shop-objects-g1-111111111111-${region}`;

  function monitored(): { data: Template; dashboard: string } {
    const app = testApp();
    const env = { account: '111111111111', region: 'eu-west-1' };
    const data = testStack({ env }, app);
    const monitoring = new Monitoring(data, 'Monitoring', { name: 'shop' });
    new ObjectStore(data, 'Objects', { name: 'shop' }).monitorReplication(monitoring, ['us-east-1', 'eu-central-1']);
    const ops = new Stack(app, 'Ops', { env });
    monitoring.showOn(new cloudwatch.Dashboard(ops, 'Dashboard'));
    const dashboards = Template.fromStack(ops).findResources('AWS::CloudWatch::Dashboard');
    return { data: Template.fromStack(data), dashboard: JSON.stringify(dashboards) };
  }

  const dimensions = (from: string, to: string) => [
    { Name: 'DestinationBucket', Value: nameIn(to) },
    { Name: 'RuleId', Value: `to-${to}` },
    { Name: 'SourceBucket', Value: nameIn(from) },
  ];

  const metric = (MetricName: string, Dimensions: object[], Stat: string) => [
    Match.objectLike({
      MetricStat: Match.objectLike({ Metric: { Namespace: 'AWS/S3', MetricName, Dimensions }, Stat }),
    }),
  ];

  test.each(['us-east-1', 'eu-central-1'])('alarms when objects were not replicated to %s', (region) => {
    monitored().data.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: metric('OperationsFailedReplication', dimensions('eu-west-1', region), 'Sum'),
      Threshold: 1,
      EvaluationPeriods: 1,
      AlarmDescription: Match.stringLikeRegexp('^warning: .*#objects-replication-failed$'),
    });
  });

  test.each(['us-east-1', 'eu-central-1'])('alarms when objects of %s arrive late', (region) => {
    monitored().data.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: metric('ReplicationLatency', dimensions(region, 'eu-west-1'), 'Maximum'),
      Threshold: 900,
      EvaluationPeriods: 3,
      AlarmDescription: Match.stringLikeRegexp('^warning: .*#objects-replication-late$'),
    });
  });

  test('shows what is on its way by literal names', () => {
    const { dashboard } = monitored();
    expect(dashboard).toContain('OperationsPendingReplication');
    expect(dashboard).toContain('us-east-1 to eu-west-1');
    expect(dashboard).not.toContain('ImportValue');
  });
});

describe('ObjectStore bound to a service', () => {
  function bind(): { service: TestService; svc: Template; data: Template } {
    const app = testApp();
    const stacks = ['Data', 'Svc'].map((id) => {
      const stack = new Stack(app, id, { env: { region: 'eu-west-1' } });
      CrossStackReferences.of(stack).consume(ReferenceStrength.STRONG);
      return stack;
    });
    const [data = testStack(), svc = testStack()] = stacks;
    const service = new TestService(
      svc,
      ec2.Vpc.fromVpcAttributes(svc, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] }),
    );
    new ObjectStore(data, 'Objects', { name: 'shop' }).bindToService(service);
    app.synth();
    service.environment.OBJECT_BUCKET = JSON.stringify(svc.resolve(service.environment.OBJECT_BUCKET));
    return { service, svc: Template.fromStack(svc), data: Template.fromStack(data) };
  }

  test('tells it the name of the bucket', () => {
    expect(bind().service.environment).toEqual({ OBJECT_BUCKET: JSON.stringify(NAME) });
  });

  test('lets it read, write and delete objects, and neither list them nor delete versions', () => {
    bind().svc.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              's3:AbortMultipartUpload',
              's3:DeleteObject',
              's3:GetObject',
              's3:ListMultipartUploadParts',
              's3:PutObject',
            ],
            Resource: {
              'Fn::Join': ['', ['arn:aws:s3:::shop-objects-g1-', { Ref: 'AWS::AccountId' }, '-eu-west-1/*']],
            },
          },
          {
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Condition: {
              StringEquals: {
                'kms:ViaService': { 'Fn::Join': ['', ['s3.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] },
              },
            },
            Resource: { 'Fn::ImportValue': Match.stringLikeRegexp('ObjectsKey.*Arn') },
          },
        ],
      },
    });
  });

  test('imports nothing but the key, and changes nothing in the stack of the bucket', () => {
    const { data } = bind();
    expect(Object.keys(data.toJSON().Outputs as object)).toEqual([
      expect.stringMatching(/^ExportsOutputFnGetAttObjectsKey/),
    ]);
    data.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny' }), Match.objectLike({ Effect: 'Deny' })] },
    });
  });
});
