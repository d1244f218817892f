import { Autopilot } from '../../../tools/region-drills/autopilot';
import type { Ground } from '../../../tools/region-drills/ground';
import { Control } from '../../../tools/region-drills/control';
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
    shortOf: note('shortOf', Promise.resolve([])),
    raiseFloors: note('raiseFloors', Promise.resolve()),
    missing: note('missing', Promise.resolve([])),
    setFloors: note('setFloors', Promise.resolve()),
    lagOf: note('lagOf', Promise.resolve(0.1)),
    shift: note('shift', Promise.resolve()),
    complaints: () => Promise.resolve(worse),
    promote: (region: string, promotion: string) => Promise.resolve(calls.push(`promote ${region} by ${promotion}`)),
    isPromoted: () => Promise.resolve(true),
    sendWrites: note('sendWrites', Promise.resolve()),
  };
  const control = new Control();
  control.create({ away: [], writer: HOME, minimums: {} });
  return { calls, control, ground: { levers: fake as unknown as LocalLevers, control } };
}

const BOTH_FLOORS = JSON.stringify({ [OTHER]: 1 });

describe('a move', () => {
  test('of a lost region goes at once, and fails over', async () => {
    const { calls, control, ground } = levers();
    const steps = await evacuate(ground, HOME, { isLost: true });
    expect(calls).toEqual([
      `raiseFloors ${BOTH_FLOORS}`,
      `missing ["${OTHER}"]`,
      `shift ${JSON.stringify({ [HOME]: 0, [OTHER]: 100 })}`,
      `promote ${OTHER} by failover`,
      `sendWrites "${OTHER}"`,
    ]);
    expect(control.record).toMatchObject({ away: [HOME], writer: OTHER });
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
    await evacuate(there.ground, HOME, { promote: true });
    expect(there.calls.filter((call) => call.startsWith('shift'))).toHaveLength(4);
    expect(there.calls.slice(-2)).toEqual([`promote ${OTHER} by switchover`, `sendWrites "${OTHER}"`]);
    expect(there.control.record.away).toEqual([HOME]);
    const back = levers();
    await giveBack(back.ground, HOME, { promote: true, writer: OTHER });
    const floors = { [HOME]: { web: 2 }, [OTHER]: { web: 2 } };
    expect(back.calls.slice(-3)).toEqual([
      `promote ${HOME} by switchover`,
      `sendWrites "${HOME}"`,
      `setFloors ${JSON.stringify(floors)}`,
    ]);
    expect(back.control.record).toMatchObject({ away: [], writer: HOME });
  });

  test('stops where users see something worse, and promotes nobody', async () => {
    const { calls, ground } = levers(['40 of 50 requests failed']);
    await expect(evacuate(ground, HOME, { promote: true })).rejects.toThrow('watch: 40 of 50 requests failed');
    expect(calls.some((call) => call.startsWith('promote'))).toBe(false);
  });
});

describe('what decides by itself', () => {
  function autopilot(away: readonly string[] = [], worse: readonly string[] = []) {
    const { calls, control, ground } = levers(worse);
    control.write({ away });
    const pilot = new Autopilot();
    pilot.ground = ground as unknown as Ground;
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
