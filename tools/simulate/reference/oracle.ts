import type { Application, Conditions, Trace } from '../model';
import { CONDITIONS } from '../defaults';
import { STOP_SECONDS, TASK_TIMES } from '../task-times';
import { need, type Limits } from './need';

/** The best that a template can have: checks every five seconds, thirty seconds to finish requests. */
export const PLUMBING = { healthCheckSeconds: 5, deregistrationSeconds: 30 };

/** What a supply costs that knew the traffic in advance. */
export interface Foresight {
  /** Tasks that each second needs. */
  readonly need: Float64Array;
  /** Tasks that are there, warm. */
  readonly tasks: Float64Array;
  /** What is paid for: these, and those that start and drain. */
  readonly taskHours: number;
}

/** Seconds of a start that is paid for, and of an end. */
interface Overhead {
  readonly lead: number;
  readonly drain: number;
  /** Shorter gaps are bridged: to stop and start again would cost as much. */
  readonly bridged: number;
}

const LEAST_GAP = 60;

/**
 * The foresight limit of cost: each task that is needed is there exactly then, started in time, but for the time until a death is
 * noticed. Gaps that a restart would outlast are bridged.
 */
export function oracle(
  trace: Trace,
  application: Application,
  limits: Limits,
  conditions: Pick<Conditions, 'startMedianSeconds'> = CONDITIONS,
): Foresight {
  const needed = need(trace, application, limits);
  const overhead = overheadOf(trace, conditions);
  const levels = new Levels(needed, overhead);
  const tasks = levels.supply();
  const lost = withoutLosses(tasks, trace);
  const seconds = tasks.reduce((sum, count) => sum + count, 0) + levels.overheadSeconds + lost * overhead.lead;
  return { need: needed, tasks, taskHours: seconds / 3600 };
}

function overheadOf({ kind }: Trace, { startMedianSeconds }: Pick<Conditions, 'startMedianSeconds'>): Overhead {
  const check = kind === 'web' ? PLUMBING.healthCheckSeconds / 2 : 0;
  const { start, boot, firstCheck, billedAfter, warmUp } = TASK_TIMES;
  const lead = start + startMedianSeconds + boot + firstCheck + check - billedAfter;
  const drain = STOP_SECONDS[kind] + (kind === 'web' ? PLUMBING.deregistrationSeconds : 0);
  return { lead, drain, bridged: Math.max(LEAST_GAP, lead + drain + warmUp) };
}

/** Capacity as a pile of tasks: the second one is on while two or more are needed. */
class Levels {
  /** Seconds paid for to start and to end tasks. */
  public overheadSeconds = 0;
  /** The second in which a level went off; undefined while it is on or never was. */
  private readonly off: (number | undefined)[] = [];
  /** Change of the number of tasks in each second. */
  private readonly changes: Float64Array;

  constructor(
    private readonly needed: Float64Array,
    private readonly overhead: Overhead,
  ) {
    this.changes = new Float64Array(needed.length + 1);
  }

  public supply(): Float64Array {
    for (let second = 0; second < this.needed.length; second++) {
      const before = second === 0 ? 0 : this.needed[second - 1];
      for (let level = before; level < this.needed[second]; level++) this.start(level, second);
      for (let level = this.needed[second]; level < before; level++) this.off[level] = second;
    }
    this.off.forEach((second) => second !== undefined && this.end(second));
    let tasks = 0;
    return this.needed.map((_count, second) => (tasks += this.changes[second]));
  }

  /** What a run begins with is there already. */
  private start(level: number, second: number): void {
    const off = this.off[level];
    this.off[level] = undefined;
    if (off !== undefined && second - off < this.overhead.bridged) return;
    if (off !== undefined) this.end(off);
    this.changes[second]++;
    if (second > 0) this.overheadSeconds += this.overhead.lead;
  }

  private end(second: number): void {
    this.changes[second]--;
    this.overheadSeconds += this.overhead.drain;
  }
}

/** Takes out of a supply the tasks that died and are not noticed yet, for which others are there by then; returns how many died. */
function withoutLosses(tasks: Float64Array, { losses }: Trace): number {
  let lost = 0;
  for (const { second, share } of losses) {
    const died = Math.round(share * (tasks[second] ?? 0));
    lost += died;
    const end = Math.min(tasks.length, second + TASK_TIMES.noticedAfter);
    for (let at = second; at < end; at++) tasks[at] = Math.max(0, tasks[at] - died);
  }
  return lost;
}
