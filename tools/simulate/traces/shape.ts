import type { Random } from '../random';
import type { Loss } from '../model';
import { CALM, type Noise } from './noise';

export const MINUTE = 60;
export const HOUR = 3600;

/** Gives a parameter that differs by up to a fifth from seed to seed. */
export type Jitter = (value: number) => number;

export function jitterOf(random: Random): Jitter {
  return (value) => value * (0.8 + 0.4 * random.uniform());
}

/** What a seed makes of a shape: multiples of the base in each second, and what dies. */
export interface Drawn {
  readonly multiple: (second: number) => number;
  /**
   * The same of the two days before, in seconds below 0: what a forecast learns from.
   * @default - as quiet as the first second
   */
  readonly before?: (second: number) => number;
  readonly losses?: readonly Loss[];
}

/** A shape of traffic: multiples of a quiet load, whose parameters the seed varies. */
export interface Shape {
  readonly hours: number;
  readonly noise: Noise;
  readonly draw: (jitter: Jitter) => Drawn;
}

export function shape(hours: number, draw: (jitter: Jitter) => Drawn, noise: Noise = CALM): Shape {
  return { hours, noise, draw };
}

/** Mean multiples of the 48 hours before a trace, oldest first. */
export function hoursBefore({ multiple, before = () => multiple(0) }: Drawn): number[] {
  const means = (hour: number) => MINUTES.map((minute) => before(hour * HOUR + minute * MINUTE));
  return Array.from({ length: 48 }, (_, index) => means(index - 48).reduce((sum, value) => sum + value, 0) / 60);
}

const MINUTES = Array.from({ length: 60 }, (_, minute) => minute + 0.5);

/** A day from 1 to `peak` times the quiet load and back, like the days before it. */
export function day(jitter: Jitter): Drawn {
  const peak = jitter(5);
  const multiple = (second: number) => wave(second, peak);
  return { multiple, before: multiple };
}

/** From 0 to 1, in a straight line. */
export function rise(second: number, start: number, seconds: number): number {
  return Math.min(1, Math.max(0, (second - start) / seconds));
}

/** A wave around the day that starts and ends at its lowest, from 1 to `peak`. */
function wave(second: number, peak: number): number {
  return 1 + ((peak - 1) * (1 - Math.cos((2 * Math.PI * second) / (24 * HOUR)))) / 2;
}

/** Up in a straight line, level for a while, and down again. */
export function plateau(second: number, start: number, up: number, level: number, down: number): number {
  return rise(second, start, up) - rise(second, start + up + level, down);
}
