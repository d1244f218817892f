import { Fleet, LAUNCH_RATES, type LaunchRates, simulate } from '../../../../tools/simulate/engine';
import { CONDITIONS } from '../../../../tools/simulate/defaults';
import type { DeployedService } from '../../../../tools/simulate/model';
import { Random } from '../../../../tools/simulate/random';
import { cpuTracking, mean, options, pieces, webService } from './services';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

/** Seconds until the load of ten tasks changes and the first action answers it. Each seed has its second of the minute. */
function reaction(service: DeployedService, before: number, after: number, within: number, seed: number): number {
  const change = 600 + 3 * seed;
  // The first second decides how many tasks a run begins with: ten.
  const traffic = pieces([1, 830], [change - 1, before], [within, after]);
  const { actions } = simulate(service, traffic, options({ seed }));
  return (actions.find(({ second }) => second > change)?.second ?? Infinity) - change;
}

/** Starts tasks from none, and returns how many run and serve at each second. */
function startUp(tasks: number, rates: Partial<LaunchRates> = {}): { running: number[]; serving: number[] } {
  const fleet = new Fleet(
    0,
    {
      rates: { ...LAUNCH_RATES, ...rates },
      startMedianSeconds: CONDITIONS.startMedianSeconds,
      startSigma: CONDITIONS.startSigma,
      healthCheckSeconds: 5,
      drainSeconds: 32,
    },
    new Random(1, 'starts'),
  );
  const running: number[] = [];
  const serving: number[] = [];
  for (let second = 0; second < 420; second++) {
    fleet.advance(second);
    running.push(fleet.running);
    serving.push(fleet.serving);
    fleet.reconcile(second, tasks);
  }
  return { running, serving };
}

// https://aws.amazon.com/blogs/aws (2026-06): seconds until scaling is triggered, and until the tasks run.
describe('the times that AWS published', () => {
  test.each([
    ['60-second', 60, 363, 386],
    ['20-second', 20, 86, 109],
  ] as const)('target tracking on %s CPU', (_, periodSeconds, trigger, running) => {
    // Ten tasks at a fifth of their CPU, then at all of it.
    const service = webService([cpuTracking({ periodSeconds, disableScaleIn: true })], { minTasks: 10 });
    const seconds = SEEDS.map((seed) => reaction(service, 200, 1500, 480, seed));
    const start = startUp(99).running.findIndex((tasks) => tasks >= 50);

    expect(Math.abs(mean(seconds) / trigger - 1)).toBeLessThan(0.05);
    expect(Math.abs((mean(seconds) + start) / running - 1)).toBeLessThan(0.08);
  });

  test('fifteen datapoints are below the target before the first task is removed', () => {
    const service = webService([cpuTracking()]);
    const seconds = SEEDS.map((seed) => reaction(service, 475, 100, 1200, seed));

    expect(Math.min(...seconds)).toBeGreaterThan(15 * 60);
    expect(Math.abs(mean(seconds) / 1072 - 1)).toBeLessThan(0.03);
  });

  test('3,500 tasks start in about 200 seconds at the quota of the account', () => {
    const { running } = startUp(3500, { perMinute: Infinity });

    expect(Math.abs(running.findIndex((tasks) => tasks > 0) - 23)).toBeLessThanOrEqual(5);
    expect(Math.abs(running.indexOf(3500) - 196)).toBeLessThanOrEqual(20);
  });

  test('one service launches at most 500 tasks a minute', () => {
    const { serving } = startUp(3500);

    expect(serving[110]).toBeLessThanOrEqual(1000);
    expect(serving[419]).toBeGreaterThan(2500);
  });
});

describe('queueing theory', () => {
  const supplied = (rate: number) =>
    simulate(
      webService([]),
      pieces([3600, rate]),
      options({ steering: { kind: 'supply', tasks: new Float64Array(3600).fill(10) } }),
    );

  test('the tail of an M/M/1 queue at 80 % load, widened by the noise of arrivals', () => {
    const { bad, arrivals } = supplied(800);
    // exp(-45 (1 - 0.8)) at a constant rate; times exp(45^2 * 0.8 / 1000 / 2) around Poisson arrivals at ten tasks.
    const expected = Math.exp(-9) * Math.exp((45 ** 2 * 0.0008) / 2);
    expect(bad / arrivals / expected).toBeGreaterThan(0.8);
    expect(bad / arrivals / expected).toBeLessThan(1.25);
  });

  test('of 20 % too much a sixth is given up, and the rest is late', () => {
    const { dropped, arrivals, bad } = supplied(1200);
    expect(dropped / arrivals).toBeCloseTo(1 / 6, 2);
    expect(bad / arrivals).toBeGreaterThan(0.99);
  });

  test('what is refused at once keeps the rest in time', () => {
    const steering = { kind: 'supply', tasks: new Float64Array(3600).fill(10) } as const;
    const run = options({ steering });
    const outcome = simulate(webService([]), pieces([3600, 1200]), {
      ...run,
      application: { ...run.application, sheds: true },
    });
    expect(outcome.dropped / outcome.arrivals).toBeCloseTo(1 / 6, 2);
    // Full tasks still keep some waiting: the tail at 99.9 % of the capacity.
    expect(outcome.left).toBe(0);
    expect(outcome.served).toBeCloseTo(outcome.arrivals - outcome.dropped, 3);
  });
});
