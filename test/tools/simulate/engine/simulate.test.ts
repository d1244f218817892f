import fc from 'fast-check';
import { simulate } from '../../../../tools/simulate/engine';
import { CONDITIONS } from '../../../../tools/simulate/defaults';
import type { DeployedService, Outcome, Policy, Trace } from '../../../../tools/simulate/model';
import {
  cpuTracking,
  loadAlarm,
  messages,
  metric,
  options,
  pieces,
  stepPolicy,
  webService,
  workerOptions,
  workerService,
} from './services';

const surge = pieces([600, 400], [900, 2000]);
const firstAction = ({ actions }: Outcome, policy: string) => actions.find((action) => action.policy === policy);

describe('a run', () => {
  test('is the same for the same seed, and another for another', () => {
    const service = webService([cpuTracking({ periodSeconds: 20 }), stepPolicy()]);
    const run = (seed: number) => simulate(service, pieces([300, 400], [600, 2000]), options({ seed }));
    expect(run(1)).toEqual(run(1));
    expect(run(1).arrivals).not.toBe(run(2).arrivals);
  });

  test('has the same arrivals for each policy', () => {
    const arrivals = [[], [cpuTracking()], [stepPolicy()]].map(
      (policies) => simulate(webService(policies), { ...surge, rate: surge.rate.slice() }, options()).arrivals,
    );
    expect(new Set(arrivals).size).toBe(1);
  });

  test('keeps what happened in each second when asked to', () => {
    const outcome = simulate(webService([stepPolicy()]), surge, options({ keepSeries: true }));
    const sum = (values?: Float64Array) => Array.from(values ?? []).reduce((total, value) => total + value, 0);
    expect(sum(outcome.series?.arrivals)).toBe(outcome.arrivals);
    expect(sum(outcome.series?.billed) / 3600).toBeCloseTo(outcome.taskHours, 9);
    expect(sum(outcome.series?.bad)).toBeCloseTo(outcome.bad, 6);
    expect(simulate(webService([]), surge, options()).series).toBeUndefined();
  });

  test('never leaves its limits', () => {
    const service = webService([stepPolicy({ steps: [{ lower: 0, adjustment: 400 }] })], { minTasks: 3, maxTasks: 12 });
    const { actions } = simulate(service, surge, options());
    expect(actions.at(-1)?.to).toBe(12);
  });
});

describe('conservation', () => {
  const change = fc.integer({ min: -80, max: 300 });
  const policy: fc.Arbitrary<Policy> = fc.oneof(
    fc
      .record({ periodSeconds: fc.constantFrom(20 as const, 60 as const), target: fc.integer({ min: 10, max: 95 }) })
      .map(cpuTracking),
    fc
      .record({
        adjustment: change,
        cooldownSeconds: fc.integer({ min: 0, max: 300 }),
        threshold: fc.double({ min: 0.1, max: 2, noNaN: true }),
      })
      .map(({ adjustment, cooldownSeconds, threshold }) =>
        stepPolicy({
          steps: [{ lower: 0, adjustment }],
          cooldownSeconds,
          alarm: loadAlarm({ threshold }),
        }),
      ),
  );
  const traffic = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 3000 })), {
    minLength: 1,
    maxLength: 5,
  });
  const losses = fc.array(
    fc.record({ second: fc.integer({ min: 0, max: 500 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { maxLength: 2 },
  );
  const isWhole = ({ arrivals, served, dropped, left, bad }: Outcome) => {
    expect(Math.abs(arrivals - served - dropped - left)).toBeLessThan(1e-6 * Math.max(1, arrivals));
    expect(bad).toBeLessThanOrEqual(arrivals + 1e-6);
  };

  test('what arrives is served, dropped or left, whatever the policies do', () => {
    fc.assert(
      fc.property(
        fc.array(policy, { maxLength: 3 }),
        traffic,
        losses,
        fc.boolean(),
        fc.nat(),
        (policies, parts, lost, sheds, seed) => {
          const named = policies.map((one, index) => ({ ...one, name: `${index}` }));
          const { application } = options();
          const trace: Trace = { ...pieces(...parts), losses: lost };
          isWhole(simulate(webService(named), trace, options({ seed, application: { ...application, sheds } })));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of messages too, with tasks that crash', () => {
    const conditions = { ...CONDITIONS, meanSecondsBetweenCrashes: 200 };
    fc.assert(
      fc.property(traffic, losses, fc.nat(), (parts, lost, seed) => {
        const trace = { ...messages(...parts), losses: lost };
        isWhole(simulate(workerService([cpuTracking()]), trace, workerOptions({ seed, conditions })));
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is measured', () => {
  const hiRes = cpuTracking({ periodSeconds: 20 });
  const acts = (service: DeployedService) => simulate(service, surge, options()).actions.length > 0;

  test('a high-resolution policy never acts on a service that publishes each minute', () => {
    expect(acts(webService([hiRes]))).toBe(true);
    expect(acts(webService([hiRes], { highResolutionCpu: false }))).toBe(false);
    const alarm = loadAlarm({ expression: metric({ model: 'cpu' }, 20), periodSeconds: 20, threshold: 50 });
    expect(acts(webService([stepPolicy({ alarm })]))).toBe(true);
    expect(acts(webService([stepPolicy({ alarm })], { highResolutionCpu: false }))).toBe(false);
  });

  test('a step policy without an alarm never acts', () => {
    expect(acts(webService([stepPolicy({ alarm: undefined })]))).toBe(false);
  });

  test('load does not saturate: one action answers a surge that CPU needs several for', () => {
    const steps = [
      { lower: 0, upper: 0.7, adjustment: 50 },
      { lower: 0.7, adjustment: 400 },
    ];
    const load = simulate(webService([stepPolicy({ steps })]), surge, options());
    const cpu = simulate(webService([hiRes]), surge, options());
    expect(load.violatingMinutes).toBeLessThan(cpu.violatingMinutes);
  });

  test('a metric is of the rated capacity, whatever a task can really do', () => {
    const conditions = { ...CONDITIONS, capacityFactor: 0.75 };
    const tasks = new Float64Array(600).fill(10);
    const run = (factor: number) =>
      simulate(
        webService([]),
        pieces([600, 850]),
        options({ conditions: { ...conditions, capacityFactor: factor }, steering: { kind: 'supply', tasks } }),
      );
    expect(run(1).violatingMinutes).toBe(0);
    expect(run(0.75).violatingMinutes).toBe(10);
  });
});

describe('policies together', () => {
  const noisy = stepPolicy({ name: 'small', steps: [{ lower: 0, adjustment: 10 }] });
  const large = stepPolicy({ name: 'large', steps: [{ lower: 0, adjustment: 300 }] });

  test('the largest capacity wins', () => {
    const outcome = simulate(webService([noisy, large]), surge, options());
    expect(outcome.actions[0].policy).toBe('large');
  });

  test('target tracking removes tasks only when all of it agrees', () => {
    const quiet = pieces([1, 2000], [3000, 100]);
    const memory = (target: number) =>
      cpuTracking({ name: 'memory', expression: metric({ model: 'memory' }, 60), target });
    const removes = (policies: Policy[]) =>
      simulate(webService(policies), quiet, options()).actions.some(({ from, to }) => to < from);
    expect(removes([cpuTracking(), memory(80)])).toBe(true);
    // Memory is at 40 %.
    expect(removes([cpuTracking(), memory(42)])).toBe(false);
    expect(removes([cpuTracking(), { ...memory(42), disableScaleIn: true }])).toBe(true);
  });

  test('target tracking does not hold a step policy back from removing tasks', () => {
    const alarm = loadAlarm({ comparison: 'LessThanThreshold', threshold: 0.5 });
    const fewer = stepPolicy({ name: 'fewer', steps: [{ upper: 0, adjustment: -50 }], alarm });
    const full = cpuTracking({ name: 'memory', expression: metric({ model: 'memory' }, 60), target: 42 });
    const { actions } = simulate(webService([full, fewer]), pieces([1, 2000], [1200, 100]), options());
    expect(actions[0].policy).toBe('fewer');
  });

  test('an addition that a cooldown has counted in removes nothing', () => {
    const outcome = simulate(
      webService([large, cpuTracking({ periodSeconds: 20, target: 80, disableScaleIn: true })]),
      surge,
      options(),
    );
    expect(outcome.actions.filter(({ from, to }) => to < from)).toEqual([]);
  });
});

describe('prediction', () => {
  const predictive: Policy = {
    kind: 'predictive',
    name: 'forecast',
    targetPercent: 50,
    startAheadSeconds: 300,
    forecastOnly: false,
  };
  const history = Float64Array.from({ length: 48 }, (_, hour) => (hour % 24 === 2 ? 2000 : 200));
  // From the last minutes of the third hour on, what it needed is history.
  const day: Trace = { ...pieces([3 * 3600 - 300, 200]), history };
  const limits = { minTasks: 4 };

  test('has the tasks of the days before started five minutes ahead', () => {
    const { actions } = simulate(webService([predictive], limits), day, options());
    // The third hour is the next one from the second hour on.
    expect(actions[0]).toMatchObject({ second: 3600 - 300, to: 40, policy: 'forecast' });
  });

  test('removes nothing, forecasts nothing without a day before, and acts only when it may', () => {
    const { actions } = simulate(webService([predictive], limits), day, options());
    expect(actions).toHaveLength(1);
    expect(simulate(webService([predictive], limits), { ...day, history: undefined }, options()).actions).toEqual([]);
    expect(simulate(webService([{ ...predictive, forecastOnly: true }], limits), day, options()).actions).toEqual([]);
  });

  test('is the least that other policies leave', () => {
    const hours = simulate(webService([predictive, cpuTracking()], limits), day, options({ keepSeries: true }));
    expect(hours.series?.desired.at(-1)).toBe(40);
    // Forty tasks use a fourteenth of their CPU: alone, target tracking lets most of them go.
    const alone = simulate(
      webService([cpuTracking()], limits),
      { ...day, rate: day.rate.map((rate, second) => (second === 0 ? 3400 : rate)) },
      options({ keepSeries: true }),
    );
    expect(alone.series?.desired.at(-1)).toBeLessThan(20);
  });
});

describe('workers', () => {
  const wake = stepPolicy({
    name: 'wake',
    adjustmentType: 'ExactCapacity',
    steps: [{ lower: 0, adjustment: 1 }],
    minAdjustmentMagnitude: undefined,
    alarm: loadAlarm({
      expression: metric({ model: 'unattended-messages' }, 10),
      threshold: 0,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    }),
  });

  test('come from none to one on the first message', () => {
    const service = workerService([wake], { minTasks: 0 });
    const outcome = simulate(service, messages([300, 0], [300, 1]), workerOptions());
    expect(firstAction(outcome, 'wake')).toMatchObject({ from: 0, to: 1 });
    expect(outcome.actions[0].second).toBeGreaterThanOrEqual(300);
    expect(outcome.actions[0].second).toBeLessThanOrEqual(330);
    expect(outcome.violatingMinutes).toBe(0);
  });

  test('that never come violate the objective in each minute, not only when they come', () => {
    const steering = { kind: 'supply', tasks: new Float64Array(1200) } as const;
    const outcome = simulate(workerService([]), messages([1200, 5]), workerOptions({ steering }));
    expect(outcome).toMatchObject({ served: 0, violatingMinutes: 20 });
  });

  test('follow the work that waits for each of them', () => {
    const alarm = loadAlarm({ expression: metric({ model: 'demand', drainSeconds: 9 }, 10), threshold: 0.77 });
    const service = workerService([stepPolicy({ alarm, steps: [{ lower: 0, adjustment: 100 }] })]);
    const outcome = simulate(service, messages([600, 10], [900, 60]), workerOptions());
    expect(outcome.actions.length).toBeGreaterThan(0);
    expect(outcome.left).toBeLessThan(200);
  });
});

describe('steering', () => {
  test('a controller sees each second, and ECS does what it wants within the limits', () => {
    const seen: number[] = [];
    const steering = {
      kind: 'controller',
      desired: ({ second, arrivals }: { second: number; arrivals: number }) => {
        seen.push(second);
        return Math.ceil(arrivals / 70);
      },
    } as const;
    const outcome = simulate(webService([], { maxTasks: 15 }), surge, options({ steering }));
    expect(seen).toEqual(Array.from({ length: surge.rate.length }, (_, second) => second));
    expect(Math.max(...outcome.actions.map(({ to }) => to))).toBe(15);
  });

  test('a supply is billed as it is', () => {
    const tasks = new Float64Array(surge.rate.length).fill(25);
    const outcome = simulate(webService([]), surge, options({ steering: { kind: 'supply', tasks } }));
    expect(outcome.taskHours).toBeCloseTo((25 * surge.rate.length) / 3600, 9);
    expect(outcome.violatingMinutes).toBe(0);
  });
});
