import { answeredWithin, reasonsOf } from '../../drills/outcomes';
import type { Outcome } from '../load/ledger';

/** A time in which an engine, or a client, was gone. */
export interface Outage {
  /** The shard that was gone. */
  readonly shard: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** What clients saw of a drill. */
export interface Experience {
  readonly requests: number;
  readonly reads: number;
  readonly writes: number;
  readonly readErrors: number;
  readonly writeErrors: number;
  /** How often each reason was given, of those that count. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Requests that needed an engine while it was gone, and how many of them failed: none of them is in the other figures. */
  readonly apart: { readonly requests: number; readonly errors: number };
  /** Reads that did not show what their client had been told is written. */
  readonly stale: number;
  /** Milliseconds of each write that was held up by a move: to a slot that moved, and run more than once or slow. */
  readonly pauses: readonly number[];
  /** The longest that a write to a slot took that was moved in the drill, held up or not. */
  readonly longestWrite: number;
  readonly p95: number;
}

export interface ExperienceOptions {
  readonly outcomes: readonly Outcome[];
  readonly outages: readonly Outage[];
  /** The shards that a slot was on in this drill, or was to move to. */
  readonly shardsOf: (slot: number) => readonly number[];
}

/** Sums up what clients saw. */
export function experienceOf({ outcomes, outages, shardsOf }: ExperienceOptions): Experience {
  const isApart = (outcome: Outcome) => outages.some((outage) => needed(outcome, outage, shardsOf));
  const apart = outcomes.filter(isApart);
  const own = outcomes.filter((outcome) => !isApart(outcome));
  const failed = own.filter(hasFailed);
  const writes = own.filter(({ kind }) => kind === 'write');
  const written = writes.filter((outcome) => !hasFailed(outcome));
  const moved = written.filter(({ slot }) => slot !== undefined && shardsOf(slot).length > 1);
  const writeErrors = writes.filter(hasFailed).length;
  return {
    requests: own.length,
    reads: own.length - writes.length,
    writes: writes.length,
    readErrors: failed.length - writeErrors,
    writeErrors,
    reasons: reasonsOf(failed),
    apart: { requests: apart.length, errors: apart.filter(hasFailed).length },
    stale: own.filter(({ stale }) => stale === true).length,
    pauses: moved.filter(wasHeldUp).map(({ milliseconds }) => milliseconds),
    longestWrite: Math.max(0, ...moved.map(({ milliseconds }) => milliseconds)),
    p95: answeredWithin(own, 0.95),
  };
}

/** Whether a request was under way while an engine was gone that it needed. What asks every shard needs all of them. */
function needed({ at, milliseconds, slot }: Outcome, outage: Outage, shardsOf: ExperienceOptions['shardsOf']): boolean {
  const overlaps = at <= outage.to && at + milliseconds >= outage.from;
  return overlaps && (slot === undefined || shardsOf(slot).includes(outage.shard));
}

/** Milliseconds above which a write was held up: ten times what nearly all take. */
const SLOW = 100;

/** A router that is refused before the work begins waits without running it. */
function wasHeldUp({ attempts, milliseconds }: Pick<Outcome, 'attempts' | 'milliseconds'>): boolean {
  return attempts > 1 || milliseconds > SLOW;
}

function hasFailed({ error }: Pick<Outcome, 'error'>): boolean {
  return error !== undefined;
}
