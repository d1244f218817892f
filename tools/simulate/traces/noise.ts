import type { Random } from '../random';

/** How strongly traffic trembles around its shape, and for how long it keeps to one side. */
export interface Noise {
  /** Standard deviation of the logarithm of the rate. */
  readonly sigma: number;
  /** Seconds after which the correlation has fallen to 1/e. */
  readonly correlationSeconds: number;
}

/**
 * Beyond what Poisson arrivals explain, counts of neighbouring minutes of WorldCup98 (busy days of June) deviate by 0.05 to 0.07, half of it
 * within one minute.
 */
export const CALM: Noise = { sigma: 0.06, correlationSeconds: 60 };

/** Multiplies each second by a lognormal factor of mean 1 that is correlated in time: AR(1) in the logarithm. */
export function withNoise(rate: Float64Array, { sigma, correlationSeconds }: Noise, random: Random): Float64Array {
  const kept = Math.exp(-1 / correlationSeconds);
  const fresh = sigma * Math.sqrt(1 - kept * kept);
  let deviation = sigma * random.normal();
  return rate.map((value) => {
    const factor = Math.exp(deviation - (sigma * sigma) / 2);
    deviation = kept * deviation + fresh * random.normal();
    return value * factor;
  });
}
