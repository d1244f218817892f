import { controlAtRest } from '../../../lib/contract/region-control';
import { Autopilot } from '../../../tools/region-drills/autopilot';
import { Control } from '../../../tools/region-drills/control';
import type { Ground } from '../../../tools/region-drills/ground';
import type { LocalLevers } from '../../../tools/region-drills/local-levers';
import { evacuate, giveBack } from '../../../tools/region-drills/moves';
import { HOME, OTHER, PLAN } from '../../../tools/region-drills/regions';

const TASKS = { [HOME]: { web: 2 }, [OTHER]: { web: 2 } };

/** Levers that note what is done with them. What is worse is so once traffic has been shifted. */
function levers({ worse = [], broken }: { readonly worse?: readonly string[]; readonly broken?: string } = {}) {
  const calls: string[] = [];
  const note = (name: string, result: unknown) => (argument: unknown) => {
    calls.push(`${name} ${JSON.stringify(argument)}`);
    return Promise.resolve(result);
  };
  const fake = {
    survey: () => Promise.resolve({ weights: { [HOME]: 100, [OTHER]: 100 }, minimums: TASKS, running: TASKS }),
    shortOf: note('shortOf', []),
    raiseFloors: note('raiseFloors', undefined),
    missing: note('missing', []),
    setFloors: note('setFloors', undefined),
    lagOf: note('lagOf', 0.1),
    shift: note('shift', undefined),
    complaints: () => Promise.resolve(calls.some((call) => call.startsWith('shift')) ? worse : []),
    promote: (region: string, promotion: string) =>
      broken === undefined
        ? Promise.resolve(calls.push(`promote ${region} by ${promotion}`))
        : Promise.reject(new Error(broken)),
    isPromoted: () => Promise.resolve(true),
    sendWrites: note('sendWrites', undefined),
  };
  const control = new Control();
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
    expect(control.record).toMatchObject({ away: [HOME], lost: [HOME], writer: OTHER });
    const kinds = ['raise-floor', 'wait-capacity', 'shift', 'watch', 'promote', 'record'];
    expect(steps.map(({ kind }) => kind)).toEqual(kinds);
    expect(steps.every(({ began, ended }) => ended >= began)).toBe(true);
  });

  test('that is planned goes in steps, and back again', async () => {
    const { calls, control, ground } = levers();
    await evacuate(ground, HOME, { promote: true });
    expect(calls.filter((call) => call.startsWith('shift'))).toHaveLength(4);
    expect(calls.slice(-2)).toEqual([`promote ${OTHER} by switchover`, `sendWrites "${OTHER}"`]);
    expect(control.record).toMatchObject({ away: [HOME], lost: [], writer: OTHER });
    await giveBack(ground, HOME, { promote: true });
    expect(calls.slice(-3)).toEqual([
      `promote ${HOME} by switchover`,
      `sendWrites "${HOME}"`,
      `setFloors ${JSON.stringify(TASKS)}`,
    ]);
    expect(control.record).toMatchObject({ away: [], writer: HOME });
    expect(control.history.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  });

  test('is taken back where users see something worse, and promotes nobody', async () => {
    const { calls, control, ground } = levers({ worse: ['40 of 50 requests failed'] });
    const moving = evacuate(ground, HOME, { promote: true });
    await expect(moving).rejects.toThrow(`evacuate ${HOME} was taken back: 40 of 50 requests failed`);
    expect(calls.some((call) => call.startsWith('promote'))).toBe(false);
    expect(calls).toContain(`shift ${JSON.stringify({ [HOME]: 100, [OTHER]: 100 })}`);
    expect(control.record.away).toEqual([]);
  });
});

describe('what decides by itself', () => {
  function autopilot(own = levers()) {
    const pilot = new Autopilot();
    pilot.ground = own.ground as unknown as Ground;
    return { ...own, pilot, settled: () => pilot.held(() => Promise.resolve()) };
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
    const evacuated = autopilot();
    await evacuated.control.write({ ...controlAtRest(PLAN), away: [HOME] }, 0);
    evacuated.pilot.changed(HOME, 'unhealthy');
    const held = autopilot();
    await held.pilot.held(() => Promise.resolve(held.pilot.changed(HOME, 'unhealthy')));
    await evacuated.settled();
    expect([...evacuated.calls, ...held.calls]).toEqual([]);
  });

  test('says what it could not do', async () => {
    const { pilot, settled } = autopilot(levers({ broken: 'nobody answers' }));
    pilot.changed(HOME, 'unhealthy');
    await settled();
    expect(pilot.problems).toEqual([`the evacuation of ${HOME} failed: nobody answers`]);
    expect(pilot.recoveries).toEqual([]);
  });
});
