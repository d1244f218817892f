import { traceNames } from '../../simulate/traces';

/** What a comparison runs on: every trace with every seed. */
export interface Suite {
  readonly traces: readonly string[];
  readonly seeds: readonly number[];
}

/** Shapes, which seeds vary; a day that was is one trace, whatever the seed. */
const SHAPES = {
  web: ['diurnal24h', 'flash10x', 'surge3x', 'ramp8x', 'sawtooth', 'newsspike', 'noisy', 'azloss', 'launch60x'],
  worker: traceNames().filter((name) => name.startsWith('worker-')),
};

/**
 * What presets and defaults are tuned on, and what they are judged on. Nothing may be tuned on what is held out, nor changed after a look at
 * it: a figure that was looked at once is no longer held out.
 */
export const TUNING = {
  web: { traces: SHAPES.web, seeds: [1, 2, 3, 4, 5] },
  real: {
    traces: [
      'worldcup98-05-19',
      'worldcup98-05-25',
      'worldcup98-05-29',
      'twitter-fb-03-01',
      'twitter-fb-03-25',
      'nyc-taxi-07-03',
    ],
    seeds: [1],
  },
  worker: { traces: SHAPES.worker, seeds: [1, 2, 3, 4, 5] },
} as const satisfies Readonly<Record<string, Suite>>;

/** All of them have been looked at by now, though nothing was changed for them: a last word needs seeds and days that are new. */
export const HELD_OUT = {
  web: { traces: SHAPES.web, seeds: [11, 12, 13, 14, 31, 32, 33, 34] },
  real: {
    traces: [
      'worldcup98-05-20',
      'worldcup98-05-21',
      'worldcup98-06-02',
      'worldcup98-06-05',
      'twitter-fb-03-16',
      'twitter-fb-03-22',
      'nyc-taxi-09-06',
    ],
    seeds: [11],
  },
  worker: { traces: SHAPES.worker, seeds: [11, 12, 13, 14] },
} as const satisfies Readonly<Record<string, Suite>>;
