import type { Duration } from 'aws-cdk-lib';

/** One direction of scaling. */
interface Direction {
  /** Multiples of the target where steps begin; the first one is the alarm's threshold. */
  readonly edges: readonly number[];
  /** Seconds in which the effect of a change is waited for. */
  readonly cooldown: number;
}

/** How a worker follows its demand. */
export interface DemandPreset {
  /** Demand per task that is aimed for. 1 would leave nothing for what comes while tasks start. */
  readonly target: number;
  /** Share of the objective for the age of messages within which what waits is worked off. */
  readonly drainShare: number;
  readonly out: Direction & {
    /** What is added for the work that comes while tasks start. */
    readonly gain: number;
    /** Publications in a row, ten seconds each, that must be above the threshold. */
    readonly datapoints: number;
    /** Multiple of the target from which a single publication is enough: such a jump is no noise. Absent: none is. */
    readonly jump?: number;
  };
  readonly in: Direction & {
    /** Share of the surplus that is given back at once. */
    readonly share: number;
    /** Minutes in a row that must be below the threshold. */
    readonly minutes: number;
  };
}

const EDGES = [1.1, 1.25, 1.5, 2, 3, 4.5, 7, 10, 14];

/**
 * For messages that have to be done within minutes. The cooldown covers the metric's delay, two datapoints and the start of
 * a task: 15 + 20 + 40 seconds.
 */
export const PROMPT: DemandPreset = {
  target: 0.7,
  drainShare: 0.1,
  out: { edges: EDGES, cooldown: 75, gain: 1.2, datapoints: 2, jump: 3 },
  in: { edges: [0.9, 0.54, 0.27], cooldown: 120, share: 0.6, minutes: 5 },
};

/**
 * For messages that may wait five minutes or longer: tasks work at nearly all they can, and go as soon as they can. The cooldown covers
 * the start of a large image too: otherwise tasks that are not there yet are asked for twice.
 */
export const PATIENT: DemandPreset = {
  target: 0.95,
  drainShare: 0.5,
  out: { edges: EDGES, cooldown: 90, gain: 1, datapoints: 1 },
  in: { edges: [0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.24], cooldown: 60, share: 1, minutes: 3 },
};

/** The preset for an objective for the age of messages. */
export function presetFor(messageAge: Duration): DemandPreset {
  return messageAge.toSeconds() < 300 ? PROMPT : PATIENT;
}
