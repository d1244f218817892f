import type { Outcome } from '../../drills/load/plan';

/** What was acknowledged and is gone. */
export interface Loss {
  readonly rows: number;
  /** Seconds before the injury at which the oldest of them was acknowledged; 0 where nothing is lost, or all after it. */
  readonly seconds: number;
}

/** How far a copy was behind when it was asked. */
export interface LagSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly seconds: number;
}

/** Seconds before the injury in which the largest lag counts. */
const BEFORE = 5;

/** Seconds between two samples, and what a busy machine adds to them. */
const GRACE = 0.5;

/** The writes that are lost, and how old they were. */
export function lossOf(outcomes: readonly Outcome[], lost: readonly string[], injury: number): Loss {
  const ids = new Set(lost);
  const ages = outcomes
    .filter(({ write }) => write && ids.has(write.id))
    .map(({ at, milliseconds }) => (injury - (at + milliseconds)) / 1000);
  return { rows: lost.length, seconds: Math.max(0, ...ages) };
}

/** The largest lag shortly before the injury; nothing where nobody knows it. */
export function lagBefore(samples: readonly LagSample[], injury: number): number | undefined {
  const own = samples.filter(({ at }) => at <= injury && at >= injury - BEFORE * 1000).map(({ seconds }) => seconds);
  return own.length === 0 ? undefined : Math.max(...own);
}

/** Why more is lost than the lag allows. */
export function lostTooMuch({ rows, seconds }: Loss, lagSeconds: number | undefined): string[] {
  if (rows === 0) return [];
  if (lagSeconds === undefined) return [`${rows} acknowledged writes lost, and the lag is not known`];
  if (seconds <= lagSeconds + GRACE) return [];
  return [
    `${rows} acknowledged writes lost, of up to ${seconds.toFixed(2)} s; the copy was ${lagSeconds.toFixed(2)} s behind`,
  ];
}
