import { Duration, Names, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { CredentialsRotated } from '../contract/credentials-rotated';
import type { IMonitored, IMonitoring } from '../monitoring';
import { HandlerFunction } from '../private/handler-function';

/** Properties for defining a RotationRedeploy. */
export interface RotationRedeployProps {
  /**
   * Key that encrypts the function's log. It has to let CloudWatch Logs use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Replaces the tasks of services when a secret of theirs has rotated, because a running task keeps the values that it started
 * with. One for a cluster is enough.
 *
 * Defines one Lambda function, a rule for each service, and a queue that keeps what failed for 14 days. A redeployment is a
 * rolling one, and changes neither the number nor the definition of the tasks. When two secrets of a service rotate, it is
 * redeployed twice.
 *
 * **Cost**: below a cent a month, and 1 dollar a month for the key when none is given. Holds no state.
 */
export class RotationRedeploy extends Construct implements IMonitored {
  private readonly handler: HandlerFunction;
  private readonly rules = new Map<ecs.FargateService, events.Rule>();
  private readonly services: Construct;

  constructor(scope: Construct, id: string, props: RotationRedeployProps) {
    super(scope, id);
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'credentials-rotated',
      description: 'Redeploys services whose credentials have rotated',
      timeout: Duration.seconds(30),
      encryptionKey: props.encryptionKey,
    });
    this.services = new Construct(this, 'Services');
  }

  /**
   * Redeploys a service whenever a secret has rotated.
   *
   * @param service The service that was given the secret. It keeps its number of tasks and their definition.
   * @param secret The secret, by its full ARN, as `CredentialRotation` announces it. One that is known by its name alone may be a
   * replica: then it is its original, in any region, whose rotation counts.
   */
  public addService(service: ecs.FargateService, secret: secretsmanager.ISecret): void {
    const rule = this.rules.get(service) ?? this.createRule(service);
    this.rules.set(service, rule);
    rule.addEventPattern({ detail: { secretArn: [announced(secret)] } });
  }

  public monitor(monitoring: IMonitoring): void {
    monitoring.addAlarm(this, 'FailureAlarm', {
      metric: this.metricFailed(),
      threshold: 1,
      evaluationPeriods: 1,
      summary: 'A service was not redeployed after its credentials rotated: its tasks keep the former password.',
      runbook: 'rotation-redeploy-failed',
    });
  }

  /** Number of redeployments that were given up on, and wait to be looked at. */
  public metricFailed(): cloudwatch.Metric {
    return this.handler.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) });
  }

  private createRule(service: ecs.FargateService): events.Rule {
    this.handler.role.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['ecs:UpdateService'], resources: [service.serviceArn] }),
    );
    const input = { cluster: service.cluster.clusterArn, service: service.serviceArn };
    return new events.Rule(this.services, Names.nodeUniqueId(service.node), {
      description: 'Redeploys a service when its credentials have rotated',
      eventPattern: { source: [CredentialsRotated.SOURCE], detailType: [CredentialsRotated.DETAIL_TYPE] },
      targets: [
        new targets.LambdaFunction(this.handler.function, {
          event: events.RuleTargetInput.fromObject(input),
          deadLetterQueue: this.handler.deadLetterQueue,
        }),
      ],
    });
  }
}

/** How an announcement names a secret. Of a replica, the six characters at the end of the ARN are not known, nor the region of home. */
function announced(secret: secretsmanager.ISecret): string | { readonly wildcard: string } {
  if (secret.secretFullArn !== undefined) return secret.secretArn;
  const { partition, account } = Stack.of(secret);
  return { wildcard: `arn:${partition}:secretsmanager:*:${account}:secret:${secret.secretName}-*` };
}
