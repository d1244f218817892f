import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { IWorkQueue, WorkQueueProps } from './work-queue-props';
import { Environment, queueUrlVariable } from '../contract/environment';
import { AlarmSeverity, type IMonitored, type IMonitoring } from '../monitoring';
import { DeadLetterQueue } from '../private/dead-letter-queue';
import { generationRule, kebabCase, nameRule, physicalName } from '../private/names';
import { check, durationBetween, matches, refuse, secondsOf, wholeNumber, type Rule } from '../private/validate';
import type { IBindableService } from '../service/service-binding';

/** Form of a queue's name. With the deployment's name it fits the 80 characters of a physical name. */
const QUEUE_NAME = /^(?=.{1,40}$)[a-z](?:-?[a-z0-9])*$/;

/**
 * Work for later: an SQS queue with a dead-letter queue for messages that fail again and again.
 *
 * Defines two encrypted standard queues that refuse anything but TLS. Consumers wait up to 20 seconds for a message, which
 * saves empty requests. Delivery is at least once and in no strict order: consumers have to accept a message twice. Where
 * one tenant could flood the others, send a `MessageGroupId`: SQS then serves groups fairly.
 *
 * Services refer to the queue by its literal name, so it can be removed without an export in the way.
 *
 * **Cost**: 0.40 dollars for a million requests (list price, us-east-1), nothing when idle. **Stateful**: holds messages, 14
 * days at most, and is retained when it leaves the stack unless `disposable`.
 */
export class WorkQueue extends Construct implements IWorkQueue, IMonitored {
  /** Name of the queue within the deployment. */
  public readonly queueName: string;

  /** Name of the queue in AWS: `<name>-<queueName>-g<generation>`. */
  public readonly physicalQueueName: string;

  /** ARN of the queue, composed of literals. */
  public readonly queueArn: string;

  /** URL of the queue, composed of literals. */
  public readonly queueUrl: string;

  /** For how long a message that was received stays hidden from other consumers. */
  public readonly visibilityTimeout: Duration;

  /** The queue itself. References to it from another stack become imports. */
  public readonly queue: sqs.Queue;

  /** Holds the messages that were given up on. */
  public readonly deadLetterQueue: sqs.Queue;

  private readonly encryptionKey?: kms.IKey;
  private readonly ageAlarm: Duration;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.queueName = props.queueName ?? kebabCase(id);
    this.visibilityTimeout = props.visibilityTimeout ?? Duration.minutes(3);
    check(this, ...rules(props, this.queueName));

    this.physicalQueueName = physicalName(props.name, this.queueName, props.generation);
    this.encryptionKey = props.encryptionKey;
    this.ageAlarm = props.ageAlarm ?? Duration.seconds(Math.max(15 * 60, secondsOf(this.visibilityTimeout) ?? 0));
    const stack = Stack.of(this);
    this.queueArn = stack.formatArn({ service: 'sqs', resource: this.physicalQueueName });
    this.queueUrl = `https://sqs.${stack.region}.${stack.urlSuffix}/${stack.account}/${this.physicalQueueName}`;

    this.deadLetterQueue = this.createDeadLetterQueue(props);
    this.queue = new sqs.Queue(this, 'Queue', {
      ...common(props),
      queueName: this.physicalQueueName,
      visibilityTimeout: this.visibilityTimeout,
      retentionPeriod: props.retention ?? Duration.days(14),
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: props.maxReceiveCount ?? 4 },
    });
  }

  public bindToService(service: IBindableService): void {
    service.addEnvironment(queueUrlVariable(this.queueName), this.queueUrl);
    this.allow(service, 'sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl');
    // The L2's own grant has wildcard actions; a sender needs these two alone.
    this.encryptionKey?.grant(service, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  public bindToConsumer(service: IBindableService): void {
    service.addEnvironment(Environment.WORK_QUEUE_URL, this.queueUrl);
    this.allow(
      service,
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
    );
    this.encryptionKey?.grantDecrypt(service);
  }

  public monitor(monitoring: IMonitoring): void {
    const deadLetters = `${this.physicalQueueName}-dlq`;
    monitoring.addAlarm(this, 'DeadLettersAlarm', {
      metric: sqsMetric('ApproximateNumberOfMessagesVisible', deadLetters, cloudwatch.Stats.MAXIMUM),
      threshold: 1,
      evaluationPeriods: 1,
      severity: AlarmSeverity.CRITICAL,
      summary: `Messages of the queue ${this.queueName} failed again and again and were put aside.`,
      runbook: 'queue-dead-letters',
    });
    monitoring.addAlarm(this, 'AgeAlarm', {
      metric: sqsMetric('ApproximateAgeOfOldestMessage', this.physicalQueueName, cloudwatch.Stats.MAXIMUM),
      threshold: this.ageAlarm.toSeconds(),
      summary: `The oldest message of the queue ${this.queueName} waits longer than it should.`,
      runbook: 'queue-message-age',
    });
    monitoring.addSection({ title: `Queue ${this.queueName}`, widgets: this.widgets(deadLetters) });
  }

  private createDeadLetterQueue(props: WorkQueueProps): sqs.Queue {
    const { queue } = new DeadLetterQueue(this, 'DeadLetters', {
      ...common(props),
      queueName: `${this.physicalQueueName}-dlq`,
      redriveAllowPolicy: {
        redrivePermission: sqs.RedrivePermission.BY_QUEUE,
        // By literal name: by reference, the two queues would wait for each other.
        sourceQueues: [sqs.Queue.fromQueueArn(this, 'Source', this.queueArn)],
      },
    });
    return queue;
  }

  private allow(service: IBindableService, ...actions: string[]): void {
    service.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [this.queueArn] }));
  }

  private widgets(deadLetters: string): cloudwatch.IWidget[] {
    const { MAXIMUM, SUM } = cloudwatch.Stats;
    const graph = (title: string, ...left: cloudwatch.IMetric[]) =>
      new cloudwatch.GraphWidget({ title, left, width: 8, leftYAxis: { min: 0 } });
    const of = (metric: string, statistic: string) => sqsMetric(metric, this.physicalQueueName, statistic);
    return [
      graph(
        'Messages',
        of('ApproximateNumberOfMessagesVisible', MAXIMUM),
        of('ApproximateNumberOfMessagesNotVisible', MAXIMUM),
      ),
      graph('Sent and deleted', of('NumberOfMessagesSent', SUM), of('NumberOfMessagesDeleted', SUM)),
      graph(
        'Oldest message (seconds), dead letters',
        of('ApproximateAgeOfOldestMessage', MAXIMUM),
        sqsMetric('ApproximateNumberOfMessagesVisible', deadLetters, MAXIMUM),
      ),
    ];
  }
}

/** What both queues have in common. */
function common(props: WorkQueueProps): sqs.QueueProps {
  return {
    encryption: props.encryptionKey ? sqs.QueueEncryption.KMS : sqs.QueueEncryption.SQS_MANAGED,
    encryptionMasterKey: props.encryptionKey,
    enforceSSL: true,
    removalPolicy: props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  };
}

/** A metric of a queue by literal name, in the region and account of whoever shows it. */
function sqsMetric(metricName: string, queueName: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: queueName },
    statistic,
    period: Duration.minutes(1),
  });
}

function rules(props: WorkQueueProps, queueName: string): Rule[] {
  return [
    nameRule(props.name),
    matches(
      'queueName',
      queueName,
      QUEUE_NAME,
      'be 1 to 40 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen',
      'choose a shorter or simpler name; it can never change once it is deployed',
    ),
    durationBetween(
      'visibilityTimeout',
      props.visibilityTimeout,
      'seconds',
      1,
      43_200,
      'SQS hides a message for 12 hours at most; have the worker extend the time while it works',
    ),
    durationBetween(
      'retention',
      props.retention,
      'seconds',
      60,
      1_209_600,
      'SQS keeps messages for 1 minute to 14 days',
    ),
    durationBetween('ageAlarm', props.ageAlarm, 'seconds', 1, 1_209_600, 'an older message is no longer in the queue'),
    wholeNumber('maxReceiveCount', props.maxReceiveCount, 1, 1000, 'SQS counts up to 1000'),
    refuse(
      props.retention !== undefined &&
        (secondsOf(props.retention) ?? Infinity) <= (secondsOf(props.visibilityTimeout) ?? 180),
      `retention must be longer than visibilityTimeout, got ${secondsOf(props.retention)} and ${secondsOf(props.visibilityTimeout) ?? 180} seconds; a message would be gone before it is tried again`,
    ),
    generationRule(props.generation),
  ];
}
