import * as fc from 'fast-check';
import { CONDITIONS, WEB, WORKER } from '../../../../tools/simulate/defaults';
import { simulate } from '../../../../tools/simulate/engine';
import type { DeployedService, Outcome, Trace } from '../../../../tools/simulate/model';
import { idealSensor, need, oracle } from '../../../../tools/simulate/reference';
import { trace } from '../../../../tools/simulate/traces';

const LIMITS = { minTasks: 2, maxTasks: 2000 };
const OF_KIND = { web: WEB, worker: WORKER };

/** What becomes of a trace with the supply of the oracle. */
function withForesight(traffic: Trace): Outcome & { readonly oracleHours: number } {
  const application = OF_KIND[traffic.kind];
  const { tasks, taskHours } = oracle(traffic, application, LIMITS);
  const service: DeployedService = {
    name: 'oracle',
    kind: traffic.kind,
    ...LIMITS,
    healthCheckSeconds: 5,
    deregistrationSeconds: 30,
    highResolutionCpu: false,
    policies: [],
    warnings: [],
  };
  const options = { seed: 1, application, conditions: CONDITIONS, steering: { kind: 'supply', tasks } } as const;
  return { ...simulate(service, traffic, options), oracleHours: taskHours };
}

const rates = (...parts: readonly (readonly [number, number])[]): Trace => ({
  name: 'made',
  kind: 'web',
  rate: Float64Array.from(parts.flatMap(([seconds, rate]) => Array<number>(seconds).fill(rate))),
  losses: [],
});

describe('the oracle', () => {
  test.each(['flash10x', 'newsspike', 'noisy', 'worldcup98-05-20', 'worker-dump', 'worker-burst10x', 'worker-on-off'])(
    'lets no minute of %s violate',
    (name) => {
      const { violatingMinutes, taskHours, oracleHours } = withForesight(trace(name, { seed: 7 }));
      expect(violatingMinutes).toBe(0);
      expect(oracleHours).toBeGreaterThanOrEqual(taskHours);
      expect(oracleHours).toBeLessThan(1.2 * taskHours);
    },
  );

  test.each(['azloss', 'worker-azloss'])('has at most the minute of %s in which tasks die', (name) => {
    expect(withForesight(trace(name, { seed: 7 })).violatingMinutes).toBeLessThanOrEqual(1);
  });

  test('has little slack where thousands of requests come in a second: chance is small then, and a tenth remains', () => {
    expect(withForesight(trace('twitter-fb-03-01', { seed: 7 })).violatingMinutes).toBeLessThanOrEqual(1);
  });

  test('needs the mean and two deviations of requests, within the limits', () => {
    // (900 + 2 * 30) / 90 = 10.67
    expect([...need(rates([1, 900], [1, 0], [1, 1e9]), WEB, LIMITS)]).toEqual([11, 2, 2000]);
  });

  test('needs of messages their mean over the time that they may wait', () => {
    const burst: Trace = { ...rates([11, 50], [100, 0]), kind: 'worker' };
    const needed = need(burst, WORKER, { minTasks: 0, maxTasks: 500 });
    // 11 * 50 messages within 55 seconds are 10 a second, and a task has 0.9 * 5.
    expect(Math.max(...needed)).toBe(3);
    expect(needed[10]).toBe(3);
    expect(needed[110]).toBe(0);
  });

  test('keeps tasks over a gap that is shorter than a restart, and pays for a longer one', () => {
    const [low, high] = [100, 400];
    const bridged = oracle(rates([600, high], [60, low], [600, high]), WEB, LIMITS);
    expect([...new Set(bridged.tasks)]).toEqual([5]);
    expect(bridged.taskHours * 3600).toBeCloseTo(5 * 1260, 6);
    const restarted = oracle(rates([600, high], [90, low], [600, high]), WEB, LIMITS);
    expect(restarted.tasks[650]).toBe(2);
    // Three tasks end and start: 32 seconds to drain, 25.5 of a start that are billed.
    expect(restarted.taskHours * 3600).toBeCloseTo(5 * 1200 + 2 * 90 + 3 * (32 + 25.5), 6);
  });

  test('has what is needed in every second, at any traffic', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 5000 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(steps, (parts) => {
        const { need: needed, tasks, taskHours } = oracle(rates(...parts), WEB, LIMITS);
        expect(tasks.every((count, second) => count >= needed[second])).toBe(true);
        expect(Math.max(...tasks)).toBe(Math.max(...needed));
        expect(taskHours).toBeGreaterThanOrEqual(tasks.reduce((sum, count) => sum + count, 0) / 3600);
      }),
    );
  });
});

describe('the ideal sensor', () => {
  const parameters = { utilization: 0.7, holdSeconds: 120, lookAheadSeconds: 0, drainSeconds: 30 };
  const options = { seed: 3, application: WEB, conditions: CONDITIONS };

  test('has the tasks that a steady rate needs at its utilization', () => {
    const { actions, violatingMinutes } = idealSensor(rates([1800, 1400]), parameters, options, LIMITS);
    expect(violatingMinutes).toBe(0);
    // 1400 / 70, and what five seconds of chance add to it.
    expect(actions.at(-1)?.to).toBeGreaterThanOrEqual(20);
    expect(actions.at(-1)?.to).toBeLessThanOrEqual(22);
  });

  test('reacts within seconds, and gives back after it has held', () => {
    const traffic = rates([600, 700], [300, 1400], [600, 700]);
    const { actions } = idealSensor(traffic, parameters, options, LIMITS);
    const grown = actions.find(({ to }) => to >= 20)?.second ?? Infinity;
    expect(grown - 600).toBeLessThanOrEqual(6);
    const shrunk = actions.find(({ second, to }) => second > 900 && to <= 13)?.second ?? Infinity;
    expect(shrunk - 900).toBeGreaterThanOrEqual(115);
    expect(shrunk - 900).toBeLessThanOrEqual(130);
  });

  test('violates less, and costs more, the further it looks ahead', () => {
    const ramp: Trace = { ...rates([1500, 0]), rate: Float64Array.from({ length: 1500 }, (_, at) => 600 + 4 * at) };
    const [near, far] = [0, 60].map((lookAheadSeconds) =>
      idealSensor(ramp, { ...parameters, utilization: 0.85, lookAheadSeconds }, options, LIMITS),
    );
    expect(near.violatingMinutes).toBeGreaterThan(far.violatingMinutes);
    expect(near.taskHours).toBeLessThan(far.taskHours);
  });
});
