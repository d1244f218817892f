import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../private/dead-letter-queue';

const EVENTS = new iam.ServicePrincipal('events.amazonaws.com');

/** Properties for defining an EventDelivery. */
export interface EventDeliveryProps {
  /** Name of the queue for events that reached nobody. */
  readonly queueName: string;
}

/**
 * What the rules of a region need to reach people: leave to publish to the topics, and a queue for events that were tried in vain
 * for 24 hours. An event comes once: without the queue, nobody would know that there was one. It goes with its stack, because a
 * service such as RDS shows its own events for 14 days too.
 */
export class EventDelivery extends Construct {
  private readonly queueName: string;

  constructor(scope: Construct, id: string, props: EventDeliveryProps) {
    super(scope, id);
    this.queueName = props.queueName;
    const { queue } = new DeadLetterQueue(this, 'DeadLetters', {
      queueName: props.queueName,
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [EVENTS],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: {
          ArnLike: {
            'aws:SourceArn': Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: '*' }),
          },
        },
      }),
    );
  }

  /** How many events wait for somebody to read them. */
  public get undelivered(): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensionsMap: { QueueName: this.queueName },
      statistic: cloudwatch.Stats.MAXIMUM,
    });
  }

  /**
   * Lets rules publish to a topic. Conditions on the account or the rule are left out, because EventBridge delivers nothing where
   * they are: it does not say for whom it calls
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html, `aws:SourceAccount` and `aws:SourceArn`).
   *
   * @param topic Topic of this region; statements that it has already are not written again.
   */
  public allow(topic: sns.Topic): void {
    topic.addToResourcePolicy(
      new iam.PolicyStatement({ principals: [EVENTS], actions: ['sns:Publish'], resources: [topic.topicArn] }),
    );
  }

  /**
   * The queue by its literal name: a rule of another stack must not import it, or neither could be removed first.
   *
   * @param rule The rule, in any stack of the region.
   */
  public deadLetterArn(rule: Construct): string {
    return Stack.of(rule).formatArn({ service: 'sqs', resource: this.queueName });
  }
}
