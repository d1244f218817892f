import { Duration } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** A queue for what was given up on: nothing consumes it but people, within 14 days. */
export class DeadLetterQueue extends Construct {
  public readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: sqs.QueueProps) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', { ...props, enforceSSL: true, retentionPeriod: Duration.days(14) });
    acknowledge(
      this.queue,
      'This is the last stop of what failed: a dead-letter queue has none of its own.',
      'Serverless::Serverless-SQSRedrivePolicy',
    );
  }
}
