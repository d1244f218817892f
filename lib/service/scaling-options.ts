import type { Duration, TimeZone } from 'aws-cdk-lib';
import type * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type { ScalingPreset } from './scaling-preset';

/** Options of Scaling.onLoad and Scaling.onCpuSteps. */
export interface LoadScalingOptions {
  /**
   * How much is paid for how few slow minutes.
   *
   * @default ScalingPreset.BALANCED
   */
  readonly preset?: ScalingPreset;
}

/** Where the load per task is measured. */
export enum LoadSource {
  /**
   * In a small proxy in front of the application, in the same task: for every image. It takes an eighth of the task's CPU at most when
   * both want all of it, and 128 MiB of its memory. Its image is built when the platform is deployed, which needs Docker.
   */
  PROXY = 'proxy',
  /** In the application, which uses the middleware of `zero-to-millions/runtime`. */
  APPLICATION = 'application',
}

/** Options of every policy that keeps a metric near a target. */
export interface TargetTrackingOptions {
  /**
   * How long after adding tasks the next ones may be added, unless more are needed than were added.
   *
   * @default Duration.seconds(60)
   */
  readonly scaleOutCooldown?: Duration;

  /**
   * How long after removing tasks the next ones may be removed.
   *
   * @default Duration.minutes(5)
   */
  readonly scaleInCooldown?: Duration;
}

/** Options of Scaling.onCpu and Scaling.onMemory. */
export interface UtilizationScalingOptions extends TargetTrackingOptions {
  /**
   * Average utilization to keep, in percent of what the tasks have: 10 to 90.
   *
   * @default 60
   */
  readonly targetPercent?: number;
}

/** Options of Scaling.onRequestsPerTask. */
export interface RequestScalingOptions extends TargetTrackingOptions {
  /** Requests that one task shall answer in a minute: at least 1. About 60 % of what a load test shows that it can. */
  readonly requestsPerMinute: number;
}

/** Options of Scaling.onSchedule. */
export interface ScheduledScalingOptions {
  /** When the limits change. */
  readonly schedule: appscaling.Schedule;

  /**
   * Time zone of the schedule.
   *
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;

  /**
   * Fewest tasks from then on.
   *
   * @default - unchanged
   */
  readonly minTasks?: number;

  /**
   * Most tasks from then on.
   *
   * @default - unchanged
   */
  readonly maxTasks?: number;
}

/** What a forecast is used for. */
export enum ForecastMode {
  /** Only shown in the console, to judge it before trusting it. */
  FORECAST_ONLY = 'ForecastOnly',
  /** Tasks are added before the forecast load arrives. */
  FORECAST_AND_SCALE = 'ForecastAndScale',
}

/** Options of Scaling.predictive. */
export interface PredictiveScalingOptions {
  /**
   * Average CPU utilization to keep, in percent: 10 to 90.
   *
   * @default 60
   */
  readonly targetPercent?: number;

  /**
   * What the forecast is used for.
   *
   * @default ForecastMode.FORECAST_AND_SCALE
   */
  readonly mode?: ForecastMode;

  /**
   * How long before the forecast load the tasks are started: at most 1 hour.
   *
   * @default Duration.minutes(5)
   */
  readonly startAhead?: Duration;
}
