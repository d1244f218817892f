import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** How quickly somebody has to act. */
export enum AlarmSeverity {
  /** Users are harmed, or will be within the hour: wake somebody. */
  CRITICAL = 'critical',
  /** Something needs attention within a working day. */
  WARNING = 'warning',
}

/** Options of an alarm. */
export interface AlarmOptions {
  /** What is watched. Dimension values may be references: the alarm lives in the stack of what it watches. */
  readonly metric: cloudwatch.IMetric;

  /** Value that the metric is compared with, in the metric's unit. */
  readonly threshold: number;

  /** What happened, for the person who is woken: one sentence, ending with a full stop. */
  readonly summary: string;

  /**
   * Heading of docs/runbook.md that says what to do, in its anchor form, such as `web-unhealthy-tasks`.
   */
  readonly runbook: string;

  /**
   * How quickly somebody has to act.
   *
   * @default AlarmSeverity.WARNING
   */
  readonly severity?: AlarmSeverity;

  /**
   * How the metric is compared with the threshold.
   *
   * @default cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
   */
  readonly comparison?: cloudwatch.ComparisonOperator;

  /**
   * Number of periods that are looked at.
   *
   * @default 3
   */
  readonly evaluationPeriods?: number;

  /**
   * Number of periods within them that must break the threshold.
   *
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;

  /**
   * What a period without data means. Most AWS services publish nothing when nothing happens.
   *
   * @default cloudwatch.TreatMissingData.NOT_BREACHING
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;

  /**
   * Physical name of the alarm, by which others refer to it.
   *
   * @default - one of CloudFormation's choice
   */
  readonly alarmName?: string;
}

/** Options of an alarm that is made of others. Its severity is `AlarmSeverity.CRITICAL`: what calls for several signs is worth waking somebody. */
export interface CompositeAlarmOptions {
  /** Physical name of the alarm, by which others refer to it. */
  readonly alarmName: string;

  /** Which states of which alarms it is made of. They are in its own account and region. */
  readonly rule: cloudwatch.IAlarmRule;

  /** What happened, for the person who is woken: one sentence, ending with a full stop. */
  readonly summary: string;

  /** Heading of docs/runbook.md that says what to do, in its anchor form, such as `region-unhealthy`. */
  readonly runbook: string;
}

/** One row of graphs on the dashboard of a region. */
export interface DashboardSection {
  /** Heading of the row. */
  readonly title: string;

  /** Graphs of the row, from left to right. They refer to resources by literal name, never by reference. */
  readonly widgets: cloudwatch.IWidget[];
}

/** Where constructs hand in their alarms and graphs. */
export interface IMonitoring {
  /**
   * Defines an alarm in the stack of what it watches, and connects it to the people who act on it.
   *
   * @param watched The construct that is watched; the alarm becomes its child.
   * @param id Id of the alarm within it.
   * @param options What is watched, and what it means.
   */
  addAlarm(watched: Construct, id: string, options: AlarmOptions): cloudwatch.Alarm;

  /**
   * Defines an alarm that is made of others in the stack of what they watch, and connects it to the people who act on it at once.
   *
   * @param watched The construct that is watched; the alarm becomes its child.
   * @param id Id of the alarm within it.
   * @param options What it is made of, and what it means.
   */
  addCompositeAlarm(watched: Construct, id: string, options: CompositeAlarmOptions): cloudwatch.CompositeAlarm;

  /**
   * Adds a row of graphs to the dashboard of the region. Metrics in it must have literal dimension values: a reference
   * would tie the dashboard's stack to what it shows.
   *
   * @param section Heading and graphs.
   */
  addSection(section: DashboardSection): void;
}

/** A construct that knows which of its numbers matter. */
export interface IMonitored {
  /**
   * Defines the alarms and graphs of this construct.
   *
   * @param monitoring Where they are handed in.
   */
  monitor(monitoring: IMonitoring): void;
}
