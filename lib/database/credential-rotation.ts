import { Duration, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AnnouncedRegions } from './announced-regions';
import { rotationSubnetsRule } from './database-rules';
import { regionRule } from './region-rules';
import { CredentialsRotated } from '../contract/credentials-rotated';
import type { IMonitored, IMonitoring } from '../monitoring';
import { HandlerFunction } from '../private/handler-function';
import { check, durationBetween, items, listRule, wholeNumber } from '../private/validate';

/** Properties for defining a CredentialRotation. */
export interface CredentialRotationProps {
  /** The network that the database is in. */
  readonly vpc: ec2.IVpc;

  /** Subnets that the function is placed in. It talks to AWS APIs from there, so they need a way out. */
  readonly subnets: ec2.SubnetSelection;

  /** What connections are opened to. */
  readonly database: ec2.IConnectable;

  /**
   * Secret of the database's administrator, with the fields `engine`, `host`, `port`, `username` and `password`. Attached to
   * the database, so that it is complete, and the database there, before the first rotation.
   */
  readonly adminSecret: secretsmanager.ISecret;

  /**
   * Secret of the application, with the same fields, `dbname`, and `masterarn` for the administrator's secret. Its user is
   * `app_a` at first: neither that user nor any other has to exist in the database.
   */
  readonly appSecret: secretsmanager.ISecret;

  /**
   * Time between two rotations of a secret: 1 to 365 days.
   *
   * @default Duration.days(30)
   */
  readonly rotateEvery?: Duration;

  /**
   * Port that the database listens on. It has to be a literal number where rules about security groups are to judge it: they
   * cannot judge a reference.
   *
   * @default - the default port of the database's connections
   */
  readonly port?: number;

  /**
   * Other regions whose default event bus is told as well that the application's credentials have rotated: those in which services
   * use a replica of the secret.
   *
   * @default - none
   */
  readonly announceIn?: string[];

  /**
   * Key that encrypts the function's log. It has to let CloudWatch Logs use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Gives a database's users new passwords: the first time when it is deployed, and then every 30 days.
 *
 * The administrator's password is changed in place. The application has two users, `app_a` and `app_b`, that take turns: the one
 * that running tasks use keeps its password until the rotation after the next, so that no connection is ever refused. Both act
 * as one role, `app`, which owns all tables; so does `app_iam`, which has no password and authenticates by IAM token. The first
 * rotation creates whatever is missing. Afterwards an event `Credentials Rotated` on the default bus says that tasks should be
 * replaced (see `RotationRedeploy`).
 *
 * Defines one Lambda function and two rotation schedules, without the transform and the nested application that the L2's hosted
 * rotation brings.
 *
 * **Cost**: below a cent a month, and 1 dollar a month for the key when none is given. Holds no state.
 */
export class CredentialRotation extends Construct implements IMonitored {
  private readonly handler: HandlerFunction;
  private readonly regions: readonly string[];

  constructor(scope: Construct, id: string, props: CredentialRotationProps) {
    super(scope, id);
    this.regions = items(props.announceIn);
    check(
      this,
      rotationSubnetsRule(props.vpc, props.subnets, 'subnets'),
      durationBetween(
        'rotateEvery',
        props.rotateEvery,
        'days',
        1,
        365,
        'a password that is older than a year is a finding',
      ),
      wholeNumber('port', props.port, 1, 65_535, 'leave it out for the port of the connections of the database'),
      listRule('announceIn', props.announceIn),
      ...this.regions.map((region, index) => regionRule(`announceIn[${index}]`, region)),
    );
    const days = props.rotateEvery?.toDays();

    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'rotate-credentials',
      description: 'Rotates the credentials of a database',
      timeout: Duration.minutes(3),
      vpc: props.vpc,
      subnets: props.subnets,
      encryptionKey: props.encryptionKey,
      environment: {
        // The authorities of Amazon RDS, which Node.js does not trust by itself
        // (https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html, "CA certificate loading").
        NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
      },
    });
    const why = 'Rotation of credentials';
    if (props.port === undefined) this.handler.connections.allowToDefaultPort(props.database, why);
    else this.handler.connections.allowTo(props.database, ec2.Port.tcp(props.port), why);
    this.allowRotation([props.adminSecret, props.appSecret]);
    const groups = props.database.connections.securityGroups;
    this.schedule('Admin', props.adminSecret, days ?? 30, groups);
    this.schedule('App', props.appSecret, days ?? 30, groups);
    if (this.regions.length > 0) {
      new AnnouncedRegions(this, 'Announced', {
        regions: this.regions,
        secret: props.appSecret,
        deadLetterQueue: this.handler.deadLetterQueue,
      });
    }
  }

  public monitor(monitoring: IMonitoring): void {
    monitoring.addAlarm(this, 'FailureAlarm', {
      metric: this.metricErrors(),
      threshold: 1,
      evaluationPeriods: 1,
      summary: 'A rotation of database credentials failed; the current ones keep working.',
      runbook: 'credential-rotation-fails',
    });
    if (this.regions.length === 0) return;
    monitoring.addAlarm(this, 'AnnouncementAlarm', {
      metric: this.handler.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      summary: 'Another region was not told for a day that credentials rotated: its tasks keep the former password.',
      runbook: 'credential-rotation-not-announced',
    });
  }

  /** Number of steps that failed within an hour. */
  public metricErrors(): cloudwatch.Metric {
    return this.handler.function.metricErrors({ statistic: 'Sum', period: Duration.hours(1) });
  }

  private allowRotation(secrets: secretsmanager.ISecret[]): void {
    const stack = Stack.of(this);
    const secretArns = secrets.map((secret) => secret.secretArn);
    this.allow({
      actions: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      resources: secretArns,
    });
    const keyArns = new Set(secrets.flatMap((secret) => secret.encryptionKey?.keyArn ?? []));
    if (keyArns.size > 0) {
      this.allow({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [...keyArns],
        conditions: { StringEquals: { 'kms:EncryptionContext:SecretARN': secretArns } },
      });
    }
    this.allow({
      actions: ['events:PutEvents'],
      resources: [stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' })],
      conditions: {
        // A request holds several events, and so several values of each key; none at all must not pass either.
        'ForAllValues:StringEquals': {
          'events:source': CredentialsRotated.SOURCE,
          'events:detail-type': CredentialsRotated.DETAIL_TYPE,
        },
        Null: { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    });
  }

  private allow(statement: iam.PolicyStatementProps): void {
    this.handler.role.addToPrincipalPolicy(new iam.PolicyStatement(statement));
  }

  private schedule(id: string, secret: secretsmanager.ISecret, days: number, groups: ec2.ISecurityGroup[]): void {
    const namespace = new Construct(this, id);
    const permission = new lambda.CfnPermission(namespace, 'Permission', {
      functionName: this.handler.function.functionArn,
      action: 'lambda:InvokeFunction',
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: secret.secretArn,
    });
    const schedule = new secretsmanager.CfnRotationSchedule(namespace, 'Schedule', {
      secretId: secret.secretArn,
      rotationLambdaArn: this.handler.function.functionArn,
      rotationRules: { automaticallyAfterDays: days },
      rotateImmediatelyOnUpdate: true,
    });
    // The first rotation begins at once: everything that it needs has to be there, the way to the database included.
    schedule.node.addDependency(this.handler, permission, ...groups);
  }
}
