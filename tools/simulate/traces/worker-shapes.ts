import { day, HOUR, MINUTE, plateau, shape, type Shape } from './shape';

/** Messages that an import or a retry throws into the queue at once, at a base of 40 a second. */
const DUMP = { multiple: 8000 / 10 / 40, seconds: 10 };

/** Traffic of workers, in multiples of the quiet load. */
export const WORKER_SHAPES: Readonly<Record<string, Shape>> = {
  'worker-steady': shape(2, () => ({ multiple: () => 1 })),
  'worker-diurnal': shape(24, day),
  'worker-burst10x': shape(2, (jitter) => {
    const [factor, start, up, level, down] = [10, 30 * MINUTE, 30, 15 * MINUTE, 30].map(jitter);
    return { multiple: (second) => 1 + (factor - 1) * plateau(second, start, up, level, down) };
  }),
  'worker-dump': shape(2, (jitter) => {
    const [start, factor] = [jitter(40 * MINUTE), jitter(DUMP.multiple)];
    return { multiple: (second) => 1 + (second >= start && second < start + DUMP.seconds ? factor : 0) };
  }),
  'worker-ramp8x': shape(2, (jitter) => {
    const [factor, start, up, level, down] = [8, 15 * MINUTE, 30 * MINUTE, 15 * MINUTE, 20 * MINUTE].map(jitter);
    return { multiple: (second) => 1 + (factor - 1) * plateau(second, start, up, level, down) };
  }),
  'worker-on-off': shape(2, (jitter) => {
    const [factor, half] = [jitter(3), jitter(10 * MINUTE)];
    return { multiple: (second) => (Math.floor(second / half) % 2 === 0 ? 0 : factor) };
  }),
  'worker-noisy': shape(2, () => ({ multiple: () => 1 }), { sigma: 0.35, correlationSeconds: 4 * MINUTE }),
  'worker-azloss': shape(2, (jitter) => ({
    multiple: () => 2,
    losses: [{ second: Math.round(jitter(HOUR)), share: 1 / 3 }],
  })),
};
