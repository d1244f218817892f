import { PHASES } from '../../../tools/reshard/ground';
import type { ShardDrill } from '../../../tools/shard-drills/drill';
import { allDrills, sampledDrills } from '../../../tools/shard-drills/drills';
import { VICTIMS } from '../../../tools/shard-drills/harm';

const killsOf = (drills: readonly ShardDrill[]) => drills.flatMap(({ kill }) => kill ?? []);

describe('the drills', () => {
  test('of a sample kill each victim once, in a phase that the seed says', () => {
    expect(killsOf(sampledDrills(1)).map(({ victim }) => victim)).toEqual([...VICTIMS]);
    expect(sampledDrills(1)).toEqual(sampledDrills(1));
    const phases = new Set(Array.from({ length: 40 }, (_, seed) => killsOf(sampledDrills(seed))[0].phase));
    expect([...phases].sort()).toEqual([...PHASES].sort());
  });

  test('of the proof kill each victim in each phase, each once', () => {
    const names = killsOf(allDrills()).map(({ victim, phase }) => `${victim} ${phase}`);
    const wanted = VICTIMS.flatMap((victim) => PHASES.map((phase) => `${victim} ${phase}`));
    expect(names.sort()).toEqual(wanted.sort());
  });

  test.each([
    ['sample', sampledDrills(3)],
    ['proof', allDrills()],
  ])(
    'of a %s each find the shards as the one before has left them, and have all moves that nobody disturbs',
    (_, drills) => {
      drills.forEach(({ asked }, index) => {
        const owners = drills[index - 1]?.owners ?? [0];
        if (asked.kind === 'drain') expect(owners).toContain(asked.shard);
        if (asked.kind === 'drain') expect(drills[index].owners).not.toContain(asked.shard);
        if (asked.kind === 'add') expect(drills[index].owners.length).toBeGreaterThanOrEqual(owners.length);
      });
      expect(new Set(drills.map(({ name }) => name)).size).toBe(drills.length);
      expect(drills.filter(({ kill }) => !kill).map(({ name }) => name)).toEqual([
        '1 to 2 shards',
        '2 to 3 shards, taken back half way',
        '2 to 3 shards',
        '3 to 5 shards',
        'drain a shard',
        'pin a hot key',
      ]);
    },
  );
});
