import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmRules, messageRules, runbookUrlRule } from './alarm-rules';
import {
  AlarmSeverity,
  type AlarmOptions,
  type CompositeAlarmOptions,
  type DashboardSection,
  type IMonitoring,
} from './api';
import { encryptionKey } from '../private/key';
import { nameRule } from '../private/names';
import { check, within } from '../private/validate';

/** Properties for defining Monitoring. */
export interface MonitoringProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of every alarm's name. */
  readonly name: string;

  /**
   * Part of the deployment whose alarms these are, such as `edge`: needed only where one region has two of them.
   *
   * @default - the whole deployment
   */
  readonly part?: string;

  /**
   * Key that encrypts the topics.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Address of the runbook whose headings the alarms name.
   *
   * @default Monitoring.RUNBOOK_URL
   */
  readonly runbookUrl?: string;
}

/**
 * Where the alarms and graphs of one region come together: one topic per severity, and the rows of the region's dashboard.
 * Subscribe people or tools to the topics: `monitoring.topic(AlarmSeverity.CRITICAL).addSubscription(…)`.
 *
 * Defines two encrypted SNS topics. Alarms that are handed in are defined in the stack of what they watch, so that removing
 * a resource removes its alarms with it and leaves nothing behind that refers to it.
 *
 * **Cost**: 1 dollar a month for the key, 0.10 dollars a month for each alarm (list price, us-east-1). Holds no state.
 */
export class Monitoring extends Construct implements IMonitoring {
  /** Address of this project's own runbook. */
  public static readonly RUNBOOK_URL = 'https://github.com/zero-to-millions/zero-to-millions/blob/main/docs/runbook.md';

  private readonly criticalTopic: sns.Topic;
  private readonly warningTopic: sns.Topic;
  private readonly topicPrefix: string;
  private readonly runbookUrl: string;
  private readonly sections: DashboardSection[] = [];
  private readonly dashboards: cloudwatch.Dashboard[] = [];

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    check(
      this,
      nameRule(props.name),
      props.part === undefined ? undefined : nameRule(props.part, 'part'),
      runbookUrlRule(props.runbookUrl),
    );

    this.runbookUrl = props.runbookUrl ?? Monitoring.RUNBOOK_URL;
    const key =
      props.encryptionKey ??
      encryptionKey(this, 'Key', { description: `Alarm topics of ${props.name}`, removable: true });
    // CloudWatch encrypts with the caller's permissions of its own service principal; without this, alarms reach nobody.
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In a key policy the resource is the key itself.
        resources: ['*'],
      }),
    );
    this.topicPrefix = props.part ? `${props.name}-${props.part}` : props.name;
    this.criticalTopic = this.createTopic('Critical', AlarmSeverity.CRITICAL, key);
    this.warningTopic = this.createTopic('Warning', AlarmSeverity.WARNING, key);
  }

  /**
   * The topic that alarms of a severity are sent to.
   *
   * @param severity Severity of the alarms.
   */
  public topic(severity: AlarmSeverity): sns.ITopic {
    return severity === AlarmSeverity.CRITICAL ? this.criticalTopic : this.warningTopic;
  }

  public addAlarm(watched: Construct, id: string, options: AlarmOptions): cloudwatch.Alarm {
    const severity = options.severity ?? AlarmSeverity.WARNING;
    const evaluationPeriods = options.evaluationPeriods ?? 3;
    const alarmDescription = this.describe(severity, options);
    check(watched, ...within(id, alarmRules(options, evaluationPeriods, alarmDescription)));
    const alarm = new cloudwatch.Alarm(watched, id, {
      alarmName: options.alarmName,
      metric: options.metric,
      threshold: options.threshold,
      evaluationPeriods,
      datapointsToAlarm: options.datapointsToAlarm,
      comparisonOperator: options.comparison ?? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: options.treatMissingData ?? cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription,
    });
    this.notify(alarm, severity);
    return alarm;
  }

  public addCompositeAlarm(watched: Construct, id: string, options: CompositeAlarmOptions): cloudwatch.CompositeAlarm {
    const severity = AlarmSeverity.CRITICAL;
    const alarmDescription = this.describe(severity, options);
    check(watched, ...within(id, messageRules(options, alarmDescription)));
    const alarm = new cloudwatch.CompositeAlarm(watched, id, {
      compositeAlarmName: options.alarmName,
      alarmRule: options.rule,
      alarmDescription,
    });
    this.notify(alarm, severity);
    return alarm;
  }

  public addSection(section: DashboardSection): void {
    this.sections.push(section);
    this.dashboards.forEach((dashboard) => addRow(dashboard, section));
  }

  /**
   * Shows every section on a dashboard: those handed in before and after this call.
   *
   * @param dashboard The dashboard, in any stack of the region.
   */
  public showOn(dashboard: cloudwatch.Dashboard): void {
    this.dashboards.push(dashboard);
    this.sections.forEach((section) => addRow(dashboard, section));
  }

  private createTopic(id: string, severity: AlarmSeverity, key: kms.IKey): sns.Topic {
    const topic = new sns.Topic(this, id, { topicName: this.topicName(severity), masterKey: key, enforceSSL: true });
    // A policy of its own takes the place of the default one, which lets CloudWatch in; without this, alarms reach nobody
    // (https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger).
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }

  private topicName(severity: AlarmSeverity): string {
    return `${this.topicPrefix}-${severity}-alarms`;
  }

  private describe(severity: AlarmSeverity, { summary, runbook }: Pick<AlarmOptions, 'summary' | 'runbook'>): string {
    return `${severity}: ${summary} Runbook: ${this.runbookUrl}#${runbook}`;
  }

  private notify(alarm: cloudwatch.AlarmBase, severity: AlarmSeverity): void {
    const action: cloudwatch.IAlarmAction = { bind: () => ({ alarmActionArn: this.topicArn(alarm, severity) }) };
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }

  /** The topic by its literal name: an alarm of another stack must not import it, or neither could be removed first. */
  private topicArn(alarm: cloudwatch.AlarmBase, severity: AlarmSeverity): string {
    return Stack.of(alarm).formatArn({ service: 'sns', resource: this.topicName(severity) });
  }
}

function addRow(dashboard: cloudwatch.Dashboard, section: DashboardSection): void {
  dashboard.addWidgets(new cloudwatch.TextWidget({ markdown: `## ${section.title}`, width: 24, height: 1 }));
  dashboard.addWidgets(...section.widgets);
}
