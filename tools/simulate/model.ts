/**
 * What the simulator works on: services as synthesized templates describe them, traffic, the conditions of a run, and its outcome.
 * Data only, so that it passes between processes and into JSON.
 */

/** What answers requests, or works on messages. */
export type ServiceKind = 'web' | 'worker';

/** What the simulated world can measure. Every metric of a template has to be one of these. */
export type Signal =
  /** Average CPU utilization of the running tasks, percent. */
  | { readonly model: 'cpu' }
  /** Average memory utilization, percent: it does not follow the load. */
  | { readonly model: 'memory' }
  /** Requests that arrived per healthy task in a minute (`ALBRequestCountPerTarget`). */
  | { readonly model: 'requests-per-target' }
  /** Requests per second per task over the rated capacity (`ZeroToMillions/LoadPerTask`). */
  | { readonly model: 'load' }
  /** Average time of an answer, seconds. */
  | { readonly model: 'response-time' }
  /** Messages that wait (`ApproximateNumberOfMessagesVisible`). */
  | { readonly model: 'visible' }
  /** Messages that wait for each running task, rounded up. */
  | { readonly model: 'backlog-per-task' }
  /** Work in tasks, for each running task (`ZeroToMillions/QueueDemand`). */
  | { readonly model: 'demand'; readonly drainSeconds: number }
  /** Number of tasks that the service wants. */
  | { readonly model: 'desired-tasks' }
  /** Messages that wait while no task runs. */
  | { readonly model: 'unattended-messages' };

export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'Sum';

/** Datapoints of a metric. All metrics of a formula have one period. */
export interface MetricExpression {
  readonly kind: 'metric';
  readonly signal: Signal;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
}

/** A formula over metrics, as an alarm has it. Functions are those of CloudWatch metric math, by their names in upper case. */
export type Expression =
  | MetricExpression
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

export type Comparison =
  'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';

export interface Alarm {
  readonly expression: Expression;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly treatMissingData: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
}

/** Bounds are relative to the threshold of the alarm. */
export interface StepAdjustment {
  readonly lower?: number;
  readonly upper?: number;
  readonly adjustment: number;
}

export interface StepPolicy {
  readonly kind: 'step';
  readonly name: string;
  readonly adjustmentType: 'PercentChangeInCapacity' | 'ChangeInCapacity' | 'ExactCapacity';
  readonly steps: readonly StepAdjustment[];
  readonly minAdjustmentMagnitude?: number;
  readonly cooldownSeconds: number;
  /** An alarm that sets it off; a policy without one never acts. */
  readonly alarm?: Alarm;
}

export interface TargetTrackingPolicy {
  readonly kind: 'target-tracking';
  readonly name: string;
  /** A metric, or a formula over metrics, such as the sum over two target groups. */
  readonly expression: Expression;
  /** 20 for the two high-resolution metrics of ECS, else 60. */
  readonly periodSeconds: 20 | 60;
  readonly target: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
  readonly disableScaleIn: boolean;
}

export interface PredictivePolicy {
  readonly kind: 'predictive';
  readonly name: string;
  /** CPU utilization to keep, percent. */
  readonly targetPercent: number;
  readonly startAheadSeconds: number;
  readonly forecastOnly: boolean;
}

export type Policy = StepPolicy | TargetTrackingPolicy | PredictivePolicy;

/** What decides how many tasks a service has, and how fast they come and go. */
export interface DeployedService {
  /** Name of its ECS service, or its logical id. */
  readonly name: string;
  readonly kind: ServiceKind;
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Seconds between two health checks of the target group; of workers 0. */
  readonly healthCheckSeconds: number;
  /** Seconds that a removed task stays to finish its requests; of workers 0. */
  readonly deregistrationSeconds: number;
  /** Whether ECS publishes its CPU utilization every 20 seconds. */
  readonly highResolutionCpu: boolean;
  readonly policies: readonly Policy[];
  /** What of the template can never work, or is not simulated. */
  readonly warnings: readonly string[];
}

/** Tasks that die without notice. */
export interface Loss {
  readonly second: number;
  /** Share of the running tasks, 0 to 1. */
  readonly share: number;
}

/** Traffic, in steps of one second. */
export interface Trace {
  readonly name: string;
  readonly kind: ServiceKind;
  /** Mean arrivals in each second: requests or messages. */
  readonly rate: Float64Array;
  /** Mean rates of the hours before it, oldest first, for what learns from days that were. */
  readonly history?: Float64Array;
  readonly losses: readonly Loss[];
}

/** What a task can do, and what its users expect. */
export interface Application {
  /** Requests or messages that a warm task completes in a second. */
  readonly ratedCapacity: number;
  /** Seconds that an answer takes at least; of workers, that a message is worked on. */
  readonly serviceSeconds: number;
  /** Seconds within which an answer has to come, or a message to be done, counted from its arrival. */
  readonly objectiveSeconds: number;
  /** Whether requests that would come too late are refused at once. */
  readonly sheds: boolean;
}

/** What AWS does not promise: when data arrives, how long a start takes. Every departure from the defaults is a sensitivity. */
export interface Conditions {
  /** Median of the seconds from a launch until the task runs, added to 3 seconds. */
  readonly startMedianSeconds: number;
  /** Standard deviation of the logarithm of that time. */
  readonly startSigma: number;
  /** Seconds until a datapoint is seen by its alarm. */
  readonly delays: {
    readonly cpuMinute: number;
    readonly cpuHighResolution: number;
    readonly loadBalancer: number;
    readonly queue: number;
    readonly custom: number;
    readonly lambdaMinute: number;
  };
  /** Whether policies of a target share one cooldown, or each has its own. */
  readonly cooldownBase: 'target' | 'policy';
  /** Whether target tracking gives back a tenth at a time, or all at once. */
  readonly scaleIn: 'gradual' | 'proportional';
  /** What a task can really do over its rated capacity: metrics are published with the rated one. */
  readonly capacityFactor: number;
  /** Mean seconds between two crashes of a task; none when absent. */
  readonly meanSecondsBetweenCrashes?: number;
}

/** What a controller without any metric sees of a second that has passed. */
export interface Sight {
  readonly second: number;
  /** Requests or messages that came in this second. */
  readonly arrivals: number;
  /** What waits at its end. */
  readonly backlog: number;
  /** Tasks that the service wants now. */
  readonly desired: number;
}

/** What takes the place of alarms and policies, for comparison with what is possible at all. */
export type Steering =
  /** Tasks that serve in each second, warm: neither launched by ECS nor lost, and billed for these seconds. */
  | { readonly kind: 'supply'; readonly tasks: ArrayLike<number> }
  /** Tasks that the service wants after each second, which ECS then starts and stops. */
  | { readonly kind: 'controller'; readonly desired: (sight: Sight) => number };

export interface RunOptions {
  readonly seed: number;
  readonly application: Application;
  readonly conditions: Conditions;
  /** When given, the policies of the service are left out; its limits hold for a controller. */
  readonly steering?: Steering;
  /** Whether the outcome carries what happened in each second. */
  readonly keepSeries?: boolean;
}

/** One value for each second. */
export interface Series {
  readonly arrivals: Float64Array;
  /** Tasks that serve, warming ones included. */
  readonly serving: Float64Array;
  readonly desired: Float64Array;
  readonly billed: Float64Array;
  /** What was bad, by the second of its arrival. */
  readonly bad: Float64Array;
}

/** What a run came to. */
export interface Outcome {
  readonly minutes: number;
  /** Minutes of whose requests or messages more than 1 % were bad. */
  readonly violatingMinutes: number;
  readonly arrivals: number;
  readonly served: number;
  readonly dropped: number;
  /** What still waited at the end. */
  readonly left: number;
  readonly bad: number;
  readonly taskHours: number;
  /** Runs of violating minutes: their number, mean and longest. */
  readonly episodes: { readonly count: number; readonly meanMinutes: number; readonly worstMinutes: number };
  /** Elasticity as the SPEC research group defines it, against what the oracle needs: percent, and share of the time. */
  readonly under: { readonly accuracyPercent: number; readonly timeShare: number };
  readonly over: { readonly accuracyPercent: number; readonly timeShare: number };
  /** Share of the minutes in which supply moved against demand. */
  readonly instability: number;
  /** Changes of the wanted number of tasks, with the second in which they were made. */
  readonly actions: readonly {
    readonly second: number;
    readonly from: number;
    readonly to: number;
    readonly policy: string;
  }[];
  readonly series?: Series;
}
