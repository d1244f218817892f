import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Connections } from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { AlarmSeverity, Monitoring } from '../../lib/monitoring';
import { ManagedPolicyRole } from '../../lib/private/managed-policy-role';
import { WorkQueue, type WorkQueueProps } from '../../lib/queue';
import type { IBindableService } from '../../lib/service';
import { CDK_CONTEXT, testApp, testStack } from '../support/test-app';

function queueIn(stack: Stack, props: Partial<WorkQueueProps> = {}, id = 'Thumbnails'): WorkQueue {
  return new WorkQueue(stack, id, { name: 'shop', ...props });
}

function synthesize(props: Partial<WorkQueueProps> = {}): Template {
  const stack = testStack();
  queueIn(stack, props);
  return Template.fromStack(stack);
}

/** A service without anything but what bindings need. */
class FakeService extends Construct implements IBindableService {
  public readonly serviceName = 'web';
  public readonly connections = new Connections();
  public readonly environment: Record<string, string> = {};
  public readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct) {
    super(scope, 'Service');
    this.grantPrincipal = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
      description: 'Application',
    });
  }

  public addEnvironment(name: string, value: string): void {
    this.environment[name] = value;
  }

  public addSecret(): void {
    throw new Error('a queue has no secret');
  }

  public redeployOnRotation(): void {
    throw new Error('a queue has no secret');
  }
}

const ARN = { 'Fn::Join': ['', ['arn:aws:sqs:eu-west-1:', { Ref: 'AWS::AccountId' }, ':shop-thumbnails-g1']] };

describe('WorkQueue', () => {
  test('has a name that never changes, and one for its dead letters', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'shop-thumbnails-g1',
      ReceiveMessageWaitTimeSeconds: 20,
    });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'shop-thumbnails-g1-dlq' });
    template.resourceCountIs('AWS::SQS::Queue', 2);
  });

  test('takes another name and generation', () => {
    synthesize({ queueName: 'mail', generation: 2 }).hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'shop-mail-g2',
    });
  });

  test('is encrypted with the key of SQS by default, and both queues with another when one is given', () => {
    synthesize().resourcePropertiesCountIs(
      'AWS::SQS::Queue',
      { SqsManagedSseEnabled: true, KmsMasterKeyId: Match.absent() },
      2,
    );
    const stack = testStack();
    queueIn(stack, { encryptionKey: new kms.Key(stack, 'Key') });
    Template.fromStack(stack).resourcePropertiesCountIs('AWS::SQS::Queue', { KmsMasterKeyId: Match.anyValue() }, 2);
  });

  test('refuses anything but TLS on both queues', () => {
    const statement = Match.objectLike({
      Action: 'sqs:*',
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    synthesize().resourcePropertiesCountIs(
      'AWS::SQS::QueuePolicy',
      { PolicyDocument: Match.objectLike({ Statement: [statement] }) },
      2,
    );
  });

  test('puts a message aside after four attempts, into a queue that takes them from it alone', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'shop-thumbnails-g1',
      RedrivePolicy: { maxReceiveCount: 4, deadLetterTargetArn: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'shop-thumbnails-g1-dlq',
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [ARN] },
    });
    synthesize({ maxReceiveCount: 9 }).hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 9 }),
    });
  });

  test('hides a message for three minutes and keeps it for fourteen days by default', () => {
    synthesize().hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'shop-thumbnails-g1',
      VisibilityTimeout: 180,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  test.each([
    [{ visibilityTimeout: Duration.hours(12) }, { VisibilityTimeout: 43_200 }],
    [{ retention: Duration.days(1) }, { MessageRetentionPeriod: 86_400 }],
  ])('takes %j', (props, expected) => {
    synthesize(props).hasResourceProperties('AWS::SQS::Queue', { QueueName: 'shop-thumbnails-g1', ...expected });
  });

  test('keeps its messages when it leaves the stack, unless it is disposable', () => {
    const policies = (template: Template) =>
      Object.values(template.findResources('AWS::SQS::Queue')).map(
        (queue) => (queue as { DeletionPolicy: string }).DeletionPolicy,
      );
    expect(policies(synthesize())).toEqual(['Retain', 'Retain']);
    expect(policies(synthesize({ disposable: true }))).toEqual(['Delete', 'Delete']);
  });

  test('has the same logical ids in an app with other feature flags', () => {
    const ids = (app: App) => {
      const stack = testStack({}, app);
      queueIn(stack);
      return Object.keys(Template.fromStack(stack).toJSON().Resources as object);
    };
    const noFlags = Object.fromEntries(Object.keys(CDK_CONTEXT).map((flag) => [flag, undefined]));
    expect(ids(new App({ context: noFlags, analyticsReporting: false }))).toEqual(ids(testApp()));
  });
});

describe('a service that is bound to a WorkQueue', () => {
  function bind(options: { bound?: boolean; consumer?: boolean; withKey?: boolean } = {}) {
    const app = testApp();
    const data = new Stack(app, 'Data', { env: { region: 'eu-west-1' } });
    const svc = new Stack(app, 'Svc', { env: { region: 'eu-west-1' } });
    const queue = queueIn(data, { encryptionKey: options.withKey ? new kms.Key(data, 'Key') : undefined });
    const service = new FakeService(svc);
    if (options.consumer) queue.bindToConsumer(service);
    else if (options.bound ?? true) queue.bindToService(service);
    return { data: Template.fromStack(data).toJSON(), svc, service };
  }

  test('may send to it and knows its URL, and nothing changes in the stack of the queue', () => {
    const { data, svc, service } = bind();
    expect(svc.resolve(service.environment)).toEqual({
      QUEUE_THUMBNAILS_URL: {
        'Fn::Join': [
          '',
          ['https://sqs.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: 'AWS::AccountId' }, '/shop-thumbnails-g1'],
        ],
      },
    });
    Template.fromStack(svc).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          {
            Action: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
            Effect: 'Allow',
            Resource: ARN,
          },
        ],
      }),
    });
    expect(data).toEqual(bind({ bound: false }).data);
    expect(data.Outputs).toBeUndefined();
    expect(svc.dependencies).toEqual([]);
  });

  test('imports nothing where neither stack knows its region and account', () => {
    const app = testApp();
    const service = new FakeService(new Stack(app, 'Svc'));
    queueIn(new Stack(app, 'Data')).bindToService(service);
    const template = JSON.stringify(Template.fromStack(Stack.of(service)).toJSON());
    expect(Stack.of(service).dependencies).toEqual([]);
    expect(template).toContain(':shop-thumbnails-g1');
    expect(template).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput/);
  });

  test('may receive, extend and delete as its consumer, and not send', () => {
    const { svc, service } = bind({ consumer: true });
    expect(Object.keys(service.environment)).toEqual(['WORK_QUEUE_URL']);
    Template.fromStack(svc).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          {
            Action: [
              'sqs:ChangeMessageVisibility',
              'sqs:DeleteMessage',
              'sqs:GetQueueAttributes',
              'sqs:GetQueueUrl',
              'sqs:ReceiveMessage',
            ],
            Effect: 'Allow',
            Resource: ARN,
          },
        ],
      }),
    });
  });

  test.each([
    [false, ['kms:Decrypt', 'kms:GenerateDataKey']],
    [true, 'kms:Decrypt'],
  ])('may use the key of the queue (as consumer: %j)', (consumer, actions) => {
    Template.fromStack(bind({ consumer, withKey: true }).svc).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Action: actions, Effect: 'Allow' })]),
      }),
    });
  });
});

describe('WorkQueue monitoring', () => {
  function monitor(props: Partial<WorkQueueProps> = {}) {
    const app = testApp();
    const monitoring = new Monitoring(testStack({}, app), 'Monitoring', { name: 'shop' });
    const stack = new Stack(app, 'Data', { env: { region: 'eu-west-1' } });
    const sections = jest.spyOn(monitoring, 'addSection');
    queueIn(stack, props).monitor(monitoring);
    return { stack, template: Template.fromStack(stack), sections };
  }

  test('wakes somebody for the first dead letter', () => {
    monitor().template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'shop-thumbnails-g1-dlq' }],
      Threshold: 1,
      EvaluationPeriods: 1,
      AlarmDescription: Match.stringLikeRegexp(`^${AlarmSeverity.CRITICAL}: .*#queue-dead-letters$`),
    });
  });

  test.each<[Partial<WorkQueueProps>, number]>([
    [{}, 900],
    [{ visibilityTimeout: Duration.hours(1) }, 3600],
    [{ ageAlarm: Duration.minutes(2) }, 120],
  ])('warns of the age of the oldest message: %j', (props, threshold) => {
    monitor(props).template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: 'shop-thumbnails-g1' }],
      Threshold: threshold,
      AlarmDescription: Match.stringLikeRegexp(`^${AlarmSeverity.WARNING}: .*#queue-message-age$`),
    });
  });

  test('shows the queue by literal names', () => {
    const { stack, sections } = monitor();
    const [section] = sections.mock.calls[0] ?? [];
    expect(section?.title).toBe('Queue thumbnails');
    const widgets = JSON.stringify(section?.widgets.flatMap((widget) => stack.resolve(widget.toJson()) as object));
    expect(widgets).toContain('shop-thumbnails-g1-dlq');
    expect(widgets).not.toContain('Fn::');
    expect(widgets).not.toContain('"Ref":"Thumb');
  });
});

describe('WorkQueue refuses', () => {
  test('every broken property at once', () => {
    expect(() =>
      synthesize({
        name: 'Shop',
        queueName: 'Mail_1',
        visibilityTimeout: Duration.hours(13),
        retention: Duration.days(15),
        ageAlarm: Duration.millis(1500),
        maxReceiveCount: 0,
        generation: 0,
      }),
    ).toThrow(
      [
        'Test/Thumbnails:',
        '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
        '  - queueName must be 1 to 40 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Mail_1"; choose a shorter or simpler name; it can never change once it is deployed',
        '  - visibilityTimeout in seconds must be a whole number between 1 and 43200, got 46800; SQS hides a message for 12 hours at most; have the worker extend the time while it works',
        '  - retention in seconds must be a whole number between 60 and 1209600, got 1296000; SQS keeps messages for 1 minute to 14 days',
        '  - ageAlarm in seconds must be a whole number between 1 and 1209600, got 1.5; an older message is no longer in the queue',
        '  - maxReceiveCount must be a whole number between 1 and 1000, got 0; SQS counts up to 1000',
        '  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor',
      ].join('\n'),
    );
  });

  test('to forget a message before it is tried again', () => {
    expect(() => synthesize({ retention: Duration.minutes(3) })).toThrow(
      'Test/Thumbnails: retention must be longer than visibilityTimeout, got 180 and 180 seconds; a message would be gone before it is tried again',
    );
  });
});
