import { Autopilot } from '../../../tools/region-drills/autopilot';
import type { Ground } from '../../../tools/region-drills/ground';
import type { LocalLevers } from '../../../tools/region-drills/local-levers';
import { evacuate, giveBack } from '../../../tools/region-drills/moves';
import { HOME, OTHER } from '../../../tools/region-drills/regions';

/** Levers that note what is done with them. */
function levers(worse: readonly string[] = []) {
  const calls: string[] = [];
  const note = (name: string, result: unknown) => (argument: unknown) => {
    calls.push(`${name} ${JSON.stringify(argument)}`);
    return result;
  };
  const fake = {
    shortOf: note('shortOf', []),
    raiseFloors: note('raiseFloors', undefined),
    waitForFloors: note('waitForFloors', Promise.resolve()),
    resetFloors: () => void calls.push('resetFloors'),
    lagOf: note('lagOf', Promise.resolve(0.1)),
    shift: ({ weights }: { readonly weights: unknown }) => void calls.push(`shift ${JSON.stringify(weights)}`),
    watch: note('watch', Promise.resolve(worse)),
    promote: (region: string, promotion: string) => void calls.push(`promote ${region} by ${promotion}`),
    record: ({ away, writer }: { readonly away: readonly string[]; readonly writer: string }) =>
      void calls.push(`record ${away.join()} away, ${writer} writes`),
  };
  return { calls, levers: fake as unknown as LocalLevers };
}

const BOTH_FLOORS = JSON.stringify({ [OTHER]: 1 });

describe('a move', () => {
  test('of a lost region goes at once, and fails over', async () => {
    const { calls, levers: own } = levers();
    const steps = await evacuate(own, HOME, { isLost: true });
    expect(calls).toEqual([
      `raiseFloors ${BOTH_FLOORS}`,
      `waitForFloors ${BOTH_FLOORS}`,
      `shift ${JSON.stringify({ [HOME]: 0, [OTHER]: 100 })}`,
      `watch ["${OTHER}"]`,
      `promote ${OTHER} by failover`,
      `record ${HOME} away, ${OTHER} writes`,
    ]);
    expect(steps.map(({ kind }) => kind)).toEqual([
      'raise-floor',
      'wait-capacity',
      'shift',
      'watch',
      'promote',
      'record',
    ]);
  });

  test('that is planned goes in steps, and back again', async () => {
    const there = levers();
    await evacuate(there.levers, HOME, { promote: true });
    expect(there.calls.filter((call) => call.startsWith('shift'))).toHaveLength(4);
    expect(there.calls.slice(-2)).toEqual([`promote ${OTHER} by switchover`, `record ${HOME} away, ${OTHER} writes`]);
    const back = levers();
    await giveBack(back.levers, HOME, { promote: true, writer: OTHER });
    expect(back.calls.slice(-3)).toEqual([
      `promote ${HOME} by switchover`,
      'resetFloors',
      `record  away, ${HOME} writes`,
    ]);
  });

  test('stops where users see something worse, and promotes nobody', async () => {
    const { calls, levers: own } = levers(['40 of 50 requests failed']);
    await expect(evacuate(own, HOME, { promote: true })).rejects.toThrow('watch: 40 of 50 requests failed');
    expect(calls.some((call) => call.startsWith('promote'))).toBe(false);
  });
});

describe('what decides by itself', () => {
  function autopilot(away: readonly string[] = [], worse: readonly string[] = []) {
    const { calls, levers: own } = levers(worse);
    const pilot = new Autopilot();
    pilot.ground = { levers: own, control: { record: { away, writer: HOME, floors: {} } } } as unknown as Ground;
    return { pilot, calls, settled: () => pilot.held(() => Promise.resolve()) };
  }

  test('evacuates a region that is lost, once it is called so', async () => {
    const { pilot, settled } = autopilot();
    pilot.changed(OTHER, 'healthy');
    pilot.changed(HOME, 'unhealthy');
    await settled();
    expect(pilot.recoveries).toMatchObject([{ region: HOME }]);
    expect(pilot.problems).toEqual([]);
  });

  test('leaves alone what is away already, and everything while somebody else moves regions', async () => {
    const evacuated = autopilot([HOME]);
    evacuated.pilot.changed(HOME, 'unhealthy');
    const held = autopilot();
    await held.pilot.held(() => Promise.resolve(held.pilot.changed(HOME, 'unhealthy')));
    await evacuated.settled();
    expect([...evacuated.calls, ...held.calls]).toEqual([]);
  });

  test('says what it could not do', async () => {
    const { pilot, settled } = autopilot([], ['everything failed']);
    pilot.changed(HOME, 'unhealthy');
    await settled();
    expect(pilot.problems).toEqual([`the evacuation of ${HOME} failed: watch: everything failed`]);
    expect(pilot.recoveries).toEqual([]);
  });
});
