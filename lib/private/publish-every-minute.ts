import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function';

/** What is published, and why. */
export interface PublicationOptions {
  /** The namespace of its metrics, the only one that it may publish in. */
  readonly namespace: string;
  /** What the rule says of itself. */
  readonly description: string;
}

/** Starts a function each minute, and lets it publish metrics. */
export function publishEveryMinute(
  parent: Construct,
  { role, function: handler, deadLetterQueue }: HandlerFunction,
  { namespace, description }: PublicationOptions,
): void {
  role.addToPrincipalPolicy(
    new iam.PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      // Metrics are no resources; the condition limits it to the namespace.
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': namespace } },
    }),
  );
  new events.Rule(parent, 'EveryMinute', {
    description,
    schedule: events.Schedule.rate(Duration.minutes(1)),
    targets: [
      new targets.LambdaFunction(handler, { maxEventAge: Duration.minutes(1), retryAttempts: 0, deadLetterQueue }),
    ],
  });
}
