import type { Trace } from '../model';
import { Random } from '../random';

interface Drawn {
  readonly seed: number;
  readonly counts: Float64Array;
}

/** The last draw for each trace: policies are compared on the same arrivals, one after the other. */
const drawn = new WeakMap<Float64Array, Drawn>();

/** Returns how many requests or messages arrive in each second: Poisson around the rate, by trace and seed alone. */
export function arrivals(trace: Trace, seed: number): Float64Array {
  const last = drawn.get(trace.rate);
  if (last?.seed === seed) return last.counts;
  const random = new Random(seed, 'arrivals');
  const counts = trace.rate.map((rate) => random.poisson(rate));
  drawn.set(trace.rate, { seed, counts });
  return counts;
}
