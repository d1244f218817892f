import type { Figures } from '../../../../tools/bench/scaling/figures';
import { together } from '../../../../tools/bench/scaling/figures';
import type { Result } from '../../../../tools/bench/scaling/run-experiments';
import { aboveIdeal, bestFactor } from '../../../../tools/bench/scaling/targets';

function figures(violatingMinutes: number, cost: number, worstMinutes = 0): Figures {
  return {
    minutes: 1000,
    violatingMinutes,
    arrivals: 10_000,
    bad: violatingMinutes * 2,
    taskHours: cost * 10,
    oracleHours: 10,
    episodes: 1,
    worstMinutes,
    underMinutes: 0,
    overMinutes: 0,
    actions: 3,
  };
}

function result(services: Readonly<Record<string, Figures>>, ideal: readonly Figures[] = []): Result {
  const presets = {
    thrifty: figures(90, 1.3),
    balanced: figures(30, 1.45),
    latency: figures(10, 1.8),
    critical: figures(5, 2.1),
  };
  return { services: { ...presets, ...services }, byTrace: {}, ideal };
}

test.each([
  ['a peer that is dear', figures(100, 2), 10],
  ['a peer that costs what a preset does', figures(90, 1.45), 3],
  ['a peer that only the cheapest preset matches', figures(90, 1.35), 1],
  ['a peer that is better', figures(2, 3), 0.4],
  ['a peer that is cheaper than all', figures(900, 1.2), 0],
])('of %s, the best preset that is no dearer decides', (_what, peer, factor) => {
  expect(bestFactor(result({ peer }), 'peer')).toBeCloseTo(factor);
});

test('a preset without a violating minute beats any peer that has one', () => {
  expect(bestFactor(result({ latency: figures(0, 1.8), peer: figures(1, 2) }), 'peer')).toBe(Infinity);
  expect(bestFactor(result({ latency: figures(0, 1.8), peer: figures(0, 2) }), 'peer')).toBe(1);
});

test('the distance to the ideal sensor is taken at as many violating minutes', () => {
  const ideal = [figures(100, 1.2), figures(0, 1.6)];
  expect(aboveIdeal(result({}, ideal), figures(50, 1.68))).toBeCloseTo(1.2);
  expect(aboveIdeal(result({}, [figures(100, 1.2)]), figures(50, 1.68))).toBeUndefined();
});

test('figures of runs add up, and the worst episode stays the worst', () => {
  const all = together([figures(10, 1, 4), figures(20, 2, 3)]);
  expect(all).toMatchObject({ minutes: 2000, violatingMinutes: 30, taskHours: 30, oracleHours: 20, worstMinutes: 4 });
  expect(() => together([])).toThrow('nothing was simulated');
});
