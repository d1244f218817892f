import { Duration } from 'aws-cdk-lib';
import { presetRules } from '../private/service/preset-rules';
import type { Rule } from '../private/validate';

/**
 * The numbers of a preset. Docs of scaling (docs/scaling.md) say how they were found, and what each preset costs and misses on traffic
 * that they were not found on.
 */
export interface ScalingPresetOptions {
  /**
   * Load per task that scaling aims for, as a share of the rated requests per second: 0.1 to 0.9. What is left is for the load that
   * comes while tasks start.
   *
   * @default 0.72
   */
  readonly targetLoad?: number;

  /**
   * How far the rise of the load is drawn on into the future when scaling out: whole seconds, at most 5 minutes; 0 for not at all.
   *
   * @default Duration.seconds(45)
   */
  readonly lookAhead?: Duration;

  /**
   * What is added to what the load needs when scaling out, for what comes while tasks start: 1 to 3.
   *
   * @default 1.1
   */
  readonly gain?: number;

  /**
   * Where the steps of scaling out begin, as rising multiples of the target above 1. The first is the threshold of the alarm. Within a
   * step the number of tasks grows to what its middle needs (the geometric mean of its edges) times the gain; the last step is open, and
   * sized for 1.15 of its edge.
   *
   * @default [1.1, 1.2, 1.3, 1.45, 1.6, 1.8, 2.1, 2.5, 3, 4, 5]
   */
  readonly scaleOutEdges?: number[];

  /**
   * Where the load is looked at anew while it rises, as rising multiples of the target above 1. CloudWatch repeats what an alarm does once
   * a minute; an alarm for each of these begins as soon as the load is there, and adds what is missing beyond what was added already.
   * Each alarm costs 0.30 dollars a month; none with an empty list.
   *
   * @default [1.5, 2.5]
   */
  readonly surgeEdges?: number[];

  /**
   * Datapoints in a row, ten seconds each, that have to be above the threshold before tasks are added: 1 to 12.
   *
   * @default 2
   */
  readonly scaleOutDatapoints?: number;

  /**
   * Time after adding tasks in which only what is needed beyond them is added: whole seconds, at most an hour. It has to cover the
   * delay of the metric, the datapoints and the start of a task (15 + 20 + 40 seconds).
   *
   * @default Duration.seconds(90)
   */
  readonly scaleOutCooldown?: Duration;

  /**
   * Where the steps of scaling in begin, as falling multiples of the target below `scaleInFill`. The first is the threshold of the alarm.
   *
   * @default [0.79, 0.75, 0.71, 0.68]
   */
  readonly scaleInEdges?: number[];

  /**
   * Share of the target that the tasks that stay are filled to at most: above the first of `scaleInEdges`, at most 1.
   *
   * @default 0.9
   */
  readonly scaleInFill?: number;

  /**
   * Most tasks that are given back at once, in percent: 1 to 50.
   *
   * @default 20
   */
  readonly scaleInLimitPercent?: number;

  /**
   * Length of a datapoint of scaling in: 10 or 30 seconds, or whole minutes up to 5. The alarm costs 0.10 dollars a month from a minute
   * on, and 0.30 dollars below. The CPU is always looked at by the minute.
   *
   * @default Duration.seconds(30)
   */
  readonly scaleInPeriod?: Duration;

  /**
   * Datapoints in a row that the load has to be below before tasks are given back: at least 1, and at most an hour of them.
   *
   * @default 12
   */
  readonly scaleInDatapoints?: number;

  /**
   * Time after giving tasks back in which no more are: whole seconds, at most an hour.
   *
   * @default Duration.seconds(105)
   */
  readonly scaleInCooldown?: Duration;

  /**
   * CPU utilization that tasks are added at whatever the load per task says, in percent: 10 to 90. It only adds tasks, and matters when
   * the rated requests per second are more than a task can really answer.
   *
   * @default 80
   */
  readonly backstopCpuPercent?: number;

  /**
   * CPU utilization that scaling aims for when there is no load per task, in percent: 10 to 70.
   *
   * @default 65
   */
  readonly cpuTargetPercent?: number;

  /**
   * Tasks that are added at once when there is no load per task and the CPU is full, in percent: 10 to 900. A full CPU does not tell by
   * how much it is too small.
   *
   * @default 150
   */
  readonly cpuTopPercent?: number;
}

/** The numbers of a preset, all of them. */
export type PresetSettings = Required<ScalingPresetOptions>;

const BALANCED: PresetSettings = {
  targetLoad: 0.72,
  lookAhead: Duration.seconds(45),
  gain: 1.1,
  scaleOutEdges: [1.1, 1.2, 1.3, 1.45, 1.6, 1.8, 2.1, 2.5, 3, 4, 5],
  surgeEdges: [1.5, 2.5],
  scaleOutDatapoints: 2,
  scaleOutCooldown: Duration.seconds(90),
  scaleInEdges: [0.79, 0.75, 0.71, 0.68],
  scaleInFill: 0.9,
  scaleInLimitPercent: 20,
  scaleInPeriod: Duration.seconds(30),
  scaleInDatapoints: 12,
  scaleInCooldown: Duration.seconds(105),
  backstopCpuPercent: 80,
  cpuTargetPercent: 65,
  cpuTopPercent: 150,
};

/**
 * How much is paid for how few slow minutes: the numbers of `Scaling.onLoad`. Four are tuned, from cheap to safe; docs/scaling.md
 * compares them with each other and with the defaults of others.
 */
export class ScalingPreset {
  /** Tasks at five sixths of what they can do, kept for longer: for what may be slow for minutes when the load jumps. */
  public static readonly THRIFTY = new ScalingPreset('thrifty', {
    targetLoad: 0.83,
    scaleInDatapoints: 24,
    backstopCpuPercent: 88,
    cpuTargetPercent: 70,
  });

  /** The default: tasks at 72 % of what they can do. */
  public static readonly BALANCED = new ScalingPreset('balanced', {});

  /** Tasks at 65 % of what they can do: for what people wait for, and where the rated requests per second are a guess. */
  public static readonly LATENCY = new ScalingPreset('latency', {
    targetLoad: 0.65,
    backstopCpuPercent: 75,
    cpuTargetPercent: 60,
  });

  /** Tasks at half of what they can do: twice the load at once is still answered. */
  public static readonly CRITICAL = new ScalingPreset('critical', {
    targetLoad: 0.5,
    lookAhead: Duration.seconds(60),
    backstopCpuPercent: 65,
    cpuTargetPercent: 50,
  });

  /** The tuned presets, cheapest first. */
  public static all(): ScalingPreset[] {
    return [ScalingPreset.THRIFTY, ScalingPreset.BALANCED, ScalingPreset.LATENCY, ScalingPreset.CRITICAL];
  }

  /**
   * Numbers of one's own. Those that are not given are those of BALANCED.
   *
   * @param options What is different.
   */
  public static custom(options: ScalingPresetOptions): ScalingPreset {
    return new ScalingPreset('custom', options);
  }

  /** `thrifty`, `balanced`, `latency`, `critical` or `custom`. */
  public readonly name: string;

  /** The numbers, all of them. */
  public readonly settings: ScalingPresetOptions;

  private constructor(name: string, options: ScalingPresetOptions) {
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    this.name = name;
    this.settings = { ...BALANCED, ...Object.fromEntries(given) };
  }

  /** @internal */
  public get _settings(): PresetSettings {
    return this.settings as PresetSettings;
  }

  /**
   * Refuses numbers that contradict each other.
   *
   * @internal
   */
  public _rules(): Rule[] {
    return presetRules(this._settings);
  }
}
