import { RegionMode, type RegionPlan } from '../../../lib/contract/region-plan/plan';
import { addEvacuateCommand, addReturnCommand } from '../../../tools/evacuation/move-commands';
import { runMove, type MoveCommandOptions } from '../../../tools/evacuation/run-move';
import { programOf } from '../../../tools/support/command-line';
import { Place } from './place';

const PLAN: RegionPlan = {
  regions: ['eu-west-1', 'us-east-1'],
  mode: RegionMode.ACTIVE_PASSIVE,
  database: 'aurora-postgres',
};
const OPTIONS = { name: 'shop-prod', controlRegion: 'us-east-1', watchSeconds: '1', stepPercent: '50' };

/** Runs `ztm evacuate eu-west-1` or another move, and says what was printed. */
async function run(place: Place, options: Partial<MoveCommandOptions> = {}, kind: 'evacuate' | 'return' = 'evacuate') {
  const lines: string[] = [];
  const connect = () =>
    Promise.resolve({ plan: PLAN, store: place, shards: place.shards, levers: () => Promise.resolve(place) });
  const ground = { connect, say: (line: string) => lines.push(line) };
  const code = await runMove(kind, 'eu-west-1', { ...OPTIONS, ...options }, ground);
  return { code, text: lines.join('\n') };
}

describe('ztm evacuate and ztm return', () => {
  test('a dry run prints the steps and touches nothing', async () => {
    const place = new Place(PLAN);
    const { code, text } = await run(place, { dryRun: true, promote: true });
    expect(code).toBe(0);
    expect(place.operations).toEqual(['read']);
    expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
      '    Step               What it does',
      '--  -----------------  ---------------------------------------------------------------',
      '1   check-capacity     check that capacity may be had: us-east-1 for 100 % of the load',
      '2   check-replication  check that the copy in us-east-1 is at most 5 seconds behind',
      '3   raise-floor        raise the least tasks: us-east-1 for 100 % of the load',
      '4   wait-capacity      wait until they run in us-east-1',
      '5   shift              shift 50 %: eu-west-1 50, us-east-1 100',
      '6   watch              watch us-east-1 for 1 seconds',
      '7   shift              shift 100 %: eu-west-1 0, us-east-1 100',
      '8   watch              watch us-east-1 for 1 seconds',
      '9   promote            let us-east-1 write (switchover)',
      '10  record             write down: away eu-west-1, writer us-east-1',
      '',
      'Nothing was done.',
    ]);
  });

  test('a dry run names each shard that is promoted, and later those that are left', async () => {
    const place = new Place(PLAN, [0, 1, 2]);
    const { text } = await run(place, { dryRun: true, promote: true });
    expect(text).toContain('check that the copies of shards 0, 1, 2 in us-east-1 are at most 5 seconds behind');
    expect(text).toContain('let us-east-1 write to shards 0, 1, 2, all at once (switchover)');
    place.refusing = [1];
    await expect(run(place, { promote: true })).rejects.toMatchObject({ name: 'UserError' });
    expect((await run(place, { dryRun: true, promote: true })).text).toMatch(/Not promoted yet: shards 0, 1, 2\.$/);
  });

  test('end with 0 when they are done, and with 1 when they were taken back', async () => {
    const place = new Place(PLAN);
    expect(await run(place)).toMatchObject({ code: 0, text: expect.stringContaining('Done: ztm evacuate') as string });
    expect(await run(place)).toMatchObject({ code: 0, text: expect.stringContaining('Nothing to do') as string });
    expect((await run(place, { dryRun: true })).text).toContain('Nothing to do');
    expect(await run(place, {}, 'return')).toMatchObject({ code: 0 });
    place.shortage = ['us-east-1 may have 40 tasks'];
    const { code, text } = await run(place);
    expect(code).toBe(1);
    expect(text).toContain('Taken back: traffic and least tasks are as before.\n  us-east-1 may have 40 tasks');
  });

  test('name every broken rule at once, as a mistake of the user', async () => {
    const options = { to: 'eu-west-9', stepPercent: '0', watchSeconds: 'x' };
    for (const dryRun of [true, false]) {
      await expect(run(new Place(PLAN), { ...options, dryRun })).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringMatching(
          /^--to must .*eu-west-9.*\n--step-percent must .*got 0.*\n--watch-seconds must .*got NaN/,
        ) as string,
      });
    }
  });

  test('say what AWS answers without a stack, and how to go on', async () => {
    const place = new Place(PLAN);
    place.shift = () => Promise.reject(Object.assign(new Error('slow down'), { name: 'Throttling', $metadata: {} }));
    await expect(run(place)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(
        /^AWS answered Throttling: slow down\n.*ztm evacuate eu-west-1 --step-percent 50/,
      ) as string,
    });
    expect((await run(place, { dryRun: true })).text).toContain('In progress since');
    place.shift = Place.prototype.shift.bind(place);
    expect(await run(place, { takeBack: true })).toMatchObject({
      code: 0,
      text: expect.stringContaining('Taken back') as string,
    });
    const defect = new Error('a defect');
    place.shift = () => Promise.reject(defect);
    await expect(run(place)).rejects.toBe(defect);
  });

  test('are commands with help', () => {
    const { commands } = programOf([addEvacuateCommand, addReturnCommand]);
    expect(commands.map((command) => command.name())).toEqual(['evacuate', 'return']);
    for (const flag of ['--to', '--lost', '--dry-run', '--promote', '--step-percent', '--watch-seconds', '--take-back'])
      expect(commands[0].helpInformation()).toContain(flag);
    expect(commands[1].helpInformation()).not.toContain('--lost');
  });
});
