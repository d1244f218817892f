import { readFileSync } from 'node:fs';
import { UserError } from '../support/command-line';
import type { ServiceKind, Trace } from './model';
import { Random } from './random';
import { CALM, withNoise } from './traces/noise';
import { monotoneCubic } from './traces/real-days';

/** A shorter trace says nothing: after 15 minutes target tracking gives its first task back. */
const LEAST_SECONDS = 1800;

/** More than a week is a mistake in the timestamps, and needs memory. */
const MOST_SECONDS = 8 * 86400;

export interface FileOptions {
  readonly kind: ServiceKind;
  readonly seed: number;
  /** Mean per second. */
  readonly base?: number;
  /** Factor of the counts, where there is no `base`. */
  readonly scale?: number;
}

/** Counts of equal periods. */
interface Counts {
  readonly periodSeconds: number;
  readonly counts: readonly number[];
}

/**
 * Traffic of a CSV: a timestamp, and what came from then until the next one. Between the middles of periods it changes smoothly, and
 * trembles as traffic does that is counted by the minute.
 */
export function traceOfFile(path: string, { kind, seed, base, scale = 1 }: FileOptions): Trace {
  const { periodSeconds, counts } = readCounts(path);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const factor =
    base === undefined ? scale / periodSeconds : (base * counts.length) / Math.max(total, Number.MIN_VALUE);
  const curve = monotoneCubic(counts.map((count) => count * factor));
  const calm = Float64Array.from({ length: counts.length * periodSeconds }, (_, second) =>
    curve((second + 0.5) / periodSeconds - 0.5),
  );
  return { name: path, kind, rate: withNoise(calm, CALM, new Random(seed, `trace/${kind}`)), losses: [] };
}

function readCounts(path: string): Counts {
  const rows = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line, index) => ({
      line: index + 1,
      cells: line.split(',').map((cell) => cell.trim().replace(/^"|"$/g, '')),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [header, ...others] = rows;
  // What has no number in its second column, above others, is a heading.
  const body = header && header.cells[1] !== '' && Number.isNaN(Number(header.cells[1])) ? others : rows;
  const points = body.map(({ line, cells }) => pointOf(path, line, cells));
  return evenly(path, points);
}

interface Point {
  readonly second: number;
  readonly count: number;
}

function pointOf(path: string, line: number, [time = '', text = '']: readonly string[]): Point {
  const count = text === '' ? Number.NaN : Number(text);
  const second = secondOf(time);
  if (Number.isNaN(second) || !(count >= 0)) {
    throw new UserError(
      `line ${line} of ${path} must be a timestamp and a count, got "${time},${text}"; write it as 2026-06-18T09:00:00Z,1200`,
    );
  }
  return { second, count };
}

/** Seconds, or milliseconds where they are so many, since 1970; or a date, in UTC where it does not say. */
function secondOf(time: string): number {
  if (/^\d+(\.\d+)?$/.test(time)) return Number(time) / (Number(time) > 1e11 ? 1000 : 1);
  const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`;
  return Date.parse(zoned.replace(' ', 'T')) / 1000;
}

/** Fills what is missing with what came before it. */
function evenly(path: string, points: readonly Point[]): Counts {
  const gaps = points.slice(1).map(({ second }, index) => second - points[index].second);
  const periodSeconds = Math.min(...gaps);
  const isEven = gaps.every((gap) => gap % periodSeconds === 0);
  if (gaps.length === 0 || !(periodSeconds >= 1) || !Number.isInteger(periodSeconds) || !isEven) {
    throw new UserError(
      `the timestamps of ${path} must rise by whole periods of at least a second, got gaps of ${[...new Set(gaps)].slice(0, 5).join(', ') || 'none'} s`,
    );
  }
  const seconds = points[points.length - 1].second - points[0].second + periodSeconds;
  if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
    throw new UserError(
      `a trace must last ${LEAST_SECONDS} to ${MOST_SECONDS} s, got ${seconds} s in ${path}; target tracking alone waits 15 minutes before it scales in`,
    );
  }
  const counts = points.flatMap(({ count }, index) =>
    Array<number>(index < gaps.length ? gaps[index] / periodSeconds : 1).fill(count),
  );
  return { periodSeconds, counts };
}
