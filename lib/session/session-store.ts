import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Environment } from '../contract/environment';
import { AlarmSeverity, type IMonitored, type IMonitoring } from '../monitoring';
import { generationRule, nameRule, physicalName } from '../private/names';
import { check, refuse, trueOrFalse } from '../private/validate';
import type { IBindableService, IServiceBinding } from '../service';

/** Properties for defining a SessionStore. */
export interface SessionStoreProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the table's name. */
  readonly name: string;

  /**
   * Part of the table's name, 1 to 99. Raise it to have a successor beside the table that is there.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the table, with all sessions, goes when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/** What a service does with sessions: one at a time, by id. Nobody lists or scans them. */
const ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
];

/**
 * A store for sessions, so that any task can answer any user: items of key `id` (string) that go within days after the
 * second in `expiresAt` (number, Unix time). Readers must still check `expiresAt`: an expired item is there for a while.
 *
 * Defines a DynamoDB table on demand with point-in-time recovery and deletion protection. It is a global table of one region,
 * to which others can be added in place, one with each deployment. It is encrypted with the AWS managed key of DynamoDB, which
 * exists in every region: a customer managed key would have to be there, and be given, for each region that is added.
 *
 * **Cost**: nothing when idle; 0.625 dollars a million writes and 0.125 a million reads of up to 1 and 4 KB, 0.25 dollars a
 * month for each gigabyte and 0.20 for its recovery (list prices, us-east-1). **Holds state**: kept when the stack is
 * destroyed, unless it is disposable.
 */
export class SessionStore extends Construct implements IServiceBinding, IMonitored {
  /** Physical name of the table in every region, such as `shop-prod-sessions-g1`. Always literal. */
  public readonly tableName: string;
  /** The table itself. */
  public readonly table: dynamodb.TableV2;

  constructor(scope: Construct, id: string, props: SessionStoreProps) {
    super(scope, id);
    check(
      this,
      nameRule(props.name),
      generationRule(props.generation),
      trueOrFalse('disposable', props.disposable),
      refuse(
        Token.isUnresolved(Stack.of(this).region),
        'region must be known at synthesis, got a token; set env.region of the stack, or no other region could be added to the table later',
      ),
    );

    this.tableName = physicalName(props.name, 'sessions', props.generation);
    this.table = new dynamodb.TableV2(this, 'Table', {
      tableName: this.tableName,
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billing: dynamodb.Billing.onDemand(),
      encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !props.disposable,
      removalPolicy: props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }

  /**
   * Gives a service the name of the table and lets it read and write sessions by id. It refers to the table by name, in the
   * service's own region, so neither stack depends on the other.
   *
   * @param service The web service or worker.
   */
  public bindToService(service: IBindableService): void {
    service.addEnvironment(Environment.SESSION_TABLE, this.tableName);
    iam.Grant.addToPrincipal({
      grantee: service,
      actions: ACTIONS,
      resourceArns: [
        Stack.of(service).formatArn({ service: 'dynamodb', resource: 'table', resourceName: this.tableName }),
      ],
    });
  }

  public monitor(monitoring: IMonitoring): void {
    monitoring.addAlarm(this, 'Throttled', {
      metric: sum('Throttled reads and writes', [
        this.metric('ReadThrottleEvents', cloudwatch.Stats.SUM),
        this.metric('WriteThrottleEvents', cloudwatch.Stats.SUM),
      ]),
      threshold: 1,
      summary: 'The session table refuses requests: load grows faster than it does, or hits one session.',
      runbook: 'sessions-throttled',
    });
    monitoring.addAlarm(this, 'SystemErrors', {
      metric: sum(
        'System errors',
        OPERATIONS.map((operation) => this.errors(operation)),
      ),
      threshold: 5,
      severity: AlarmSeverity.CRITICAL,
      summary: 'DynamoDB fails to answer for the session table: users are logged out or cannot log in.',
      runbook: 'sessions-system-errors',
    });
    monitoring.addSection({
      title: `Sessions ${this.tableName}`,
      widgets: [
        new cloudwatch.GraphWidget({
          title: 'Capacity consumed',
          left: [
            this.metric('ConsumedReadCapacityUnits', cloudwatch.Stats.SUM),
            this.metric('ConsumedWriteCapacityUnits', cloudwatch.Stats.SUM),
          ],
          width: 8,
        }),
        new cloudwatch.GraphWidget({
          title: 'Throttled',
          left: [
            this.metric('ReadThrottleEvents', cloudwatch.Stats.SUM),
            this.metric('WriteThrottleEvents', cloudwatch.Stats.SUM),
          ],
          width: 8,
        }),
        new cloudwatch.GraphWidget({
          title: 'Latency (milliseconds)',
          left: OPERATIONS.map((operation) =>
            this.metric('SuccessfulRequestLatency', cloudwatch.Stats.AVERAGE, operation),
          ),
          width: 8,
        }),
      ],
    });
  }

  private errors(operation: string): cloudwatch.Metric {
    return this.metric('SystemErrors', cloudwatch.Stats.SUM, operation);
  }

  private metric(metricName: string, statistic: string, operation?: string): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: this.tableName, ...(operation && { Operation: operation }) },
      label: operation,
      statistic,
      period: Duration.minutes(1),
    });
  }
}

/** The operations that sessions live on; DynamoDB publishes errors and latency for each. */
const OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];

function sum(label: string, metrics: readonly cloudwatch.Metric[]): cloudwatch.MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`metric${index}`, metric]));
  return new cloudwatch.MathExpression({
    // Metrics without data count as nothing.
    expression: Object.keys(usingMetrics)
      .map((id) => `FILL(${id}, 0)`)
      .join(' + '),
    label,
    usingMetrics,
    period: Duration.minutes(1),
  });
}
