import { day, HOUR, MINUTE, plateau, rise, shape, type Jitter, type Shape } from './shape';

/** Up within a minute, level, and a slow decay. */
function flash(jitter: Jitter) {
  const [factor, start, up, level] = [jitter(10), jitter(HOUR), jitter(MINUTE), jitter(20 * MINUTE)];
  const decay = jitter(10 * MINUTE);
  return {
    multiple: (second: number) => {
      const after = Math.max(0, second - start - up - level);
      return 1 + (factor - 1) * rise(second, start, up) * Math.exp(-after / decay);
    },
  };
}

/** Three stories, an hour from each other: up within half a minute, gone after a quarter of an hour. */
function news(jitter: Jitter) {
  const spikes = [1, 2, 3].map((hour) => ({
    start: (hour - 0.3) * HOUR + jitter(0.15 * HOUR),
    factor: jitter(5),
    up: jitter(30),
    decay: jitter(5 * MINUTE),
  }));
  return {
    multiple: (second: number) =>
      spikes.reduce(
        (sum, { start, factor, up, decay }) =>
          sum + (factor - 1) * rise(second, start, up) * Math.exp(-Math.max(0, second - start - up) / decay),
        1,
      ),
  };
}

/** Up for two fifths of the time, down for the rest, again and again. */
function saw(jitter: Jitter) {
  const [factor, period] = [jitter(4), jitter(20 * MINUTE)];
  const up = 0.4 * period;
  return {
    multiple: (second: number) => {
      const at = second % period;
      return 1 + (factor - 1) * (at < up ? at / up : (period - at) / (period - up));
    },
  };
}

/** A product that is found: the quiet before, exponential growth, and the new level. */
function launch(jitter: Jitter) {
  const [growth, start, seconds] = [jitter(60), jitter(0.5 * HOUR), jitter(4.5 * HOUR)];
  return { multiple: (second: number) => (1 / 6) * growth ** rise(second, start, seconds) };
}

/** Traffic of web services, in multiples of the quiet load. */
export const WEB_SHAPES: Readonly<Record<string, Shape>> = {
  diurnal24h: shape(24, day),
  flash10x: shape(4, flash),
  surge3x: shape(4, (jitter) => {
    const [factor, start, up, level, down] = [3, HOUR, 30, HOUR, 5 * MINUTE].map(jitter);
    return { multiple: (second) => 1 + (factor - 1) * plateau(second, start, up, level, down) };
  }),
  ramp8x: shape(5, (jitter) => {
    const [factor, start, up, level, down] = [8, HOUR, HOUR, HOUR, HOUR].map(jitter);
    return { multiple: (second) => 1 + (factor - 1) * plateau(second, start, up, level, down) };
  }),
  sawtooth: shape(4, saw),
  newsspike: shape(4, news),
  noisy: shape(4, () => ({ multiple: () => 1 }), { sigma: 0.35, correlationSeconds: 4 * MINUTE }),
  azloss: shape(4, (jitter) => ({
    multiple: () => 2,
    losses: [{ second: Math.round(jitter(2 * HOUR)), share: 1 / 3 }],
  })),
  launch60x: shape(6, launch),
};
