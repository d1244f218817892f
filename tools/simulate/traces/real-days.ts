import taxi from './data/nyc-taxi.json';
import twitter from './data/twitter-fb.json';
import worldCup from './data/worldcup98.json';

/** Counts of one whole day. */
export interface RealDay {
  readonly periodSeconds: number;
  readonly counts: readonly number[];
  /** Mean counts in each hour of the two days before it, oldest first. */
  readonly hoursBefore: readonly number[];
}

interface Source {
  readonly periodSeconds: number;
  readonly days: Readonly<Record<string, Omit<RealDay, 'periodSeconds'>>>;
}

/** `1998-05-20` of WorldCup98 is `worldcup98-05-20`. */
function daysOf(name: string, { periodSeconds, days }: Source): [string, RealDay][] {
  return Object.entries(days).map(([day, counted]) => [`${name}-${day.slice(5)}`, { periodSeconds, ...counted }]);
}

export const REAL_DAYS: Readonly<Record<string, RealDay>> = Object.fromEntries([
  ...daysOf('worldcup98', worldCup),
  ...daysOf('twitter-fb', twitter),
  ...daysOf('nyc-taxi', taxi),
]);

/** The mean rate of each second of a day, as a multiple of the day's mean. */
export function multiplesOf(day: RealDay): Float64Array {
  const { periodSeconds, counts } = day;
  const seconds = counts.length * periodSeconds;
  const mean = meanOf(day);
  const curve = monotoneCubic(counts.map((count) => count / mean));
  return Float64Array.from({ length: seconds }, (_, second) => curve((second + 0.5) / periodSeconds - 0.5));
}

/** The mean rates of the hours before a day, as multiples of the day's mean. */
export function historyOf(day: RealDay): Float64Array {
  const mean = meanOf(day);
  return Float64Array.from(day.hoursBefore, (count) => count / mean);
}

function meanOf({ counts }: RealDay): number {
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

/**
 * The curve of Fritsch and Butland (1984) through points at 0, 1, 2, …: smooth, and never beyond its neighbours, so that no traffic
 * is made up. Level before the first and after the last.
 */
export function monotoneCubic(points: readonly number[]): (at: number) => number {
  const slopes = points.slice(1).map((point, index) => point - points[index]);
  const tangents = points.map((_, index) => {
    const [before, after] = [slopes[index - 1] ?? 0, slopes[index] ?? 0];
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  return (at) => {
    const place = Math.min(points.length - 1, Math.max(0, at));
    const index = Math.min(points.length - 2, Math.floor(place));
    const t = place - index;
    const [t2, t3] = [t * t, t * t * t];
    return (
      (2 * t3 - 3 * t2 + 1) * points[index] +
      (t3 - 2 * t2 + t) * tangents[index] +
      (3 * t2 - 2 * t3) * points[index + 1] +
      (t3 - t2) * tangents[index + 1]
    );
  };
}
