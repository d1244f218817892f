import fc from 'fast-check';
import type { MoveRequest } from '../../../lib/contract/region-control';
import { RegionMode, type RegionPlan } from '../../../lib/contract/region-plan/plan';
import { weightsAtRest } from '../../../lib/contract/region-plan/weights';
import { move, takeMoveBack } from '../../../tools/evacuation/execute';
import { backOf, evacuations } from './arbitraries';
import { Crash, Place } from './place';

const [HOME, OTHER, THIRD] = ['eu-west-1', 'us-east-1', 'ap-northeast-1'];
const PLAN: RegionPlan = {
  regions: [HOME, OTHER, THIRD],
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
};
const STANDBY: RegionPlan = { ...PLAN, regions: [HOME, OTHER], mode: RegionMode.ACTIVE_PASSIVE };
const REQUEST: MoveRequest = {
  kind: 'evacuate',
  region: HOME,
  promote: false,
  isLost: false,
  stepPercent: 25,
  watchSeconds: 10,
};

describe('an evacuation', () => {
  test('does every kind of step, and its return the way back', async () => {
    const place = new Place(STANDBY);
    const rest = place.state;
    const request = { ...REQUEST, promote: true };
    expect(await move(place.ground('me'), request)).toEqual({ kind: 'done', problems: [] });
    expect(place.weights).toEqual({ [HOME]: 0, [OTHER]: 100 });
    expect(place.minimums[OTHER].web).toBe(60);
    expect([place.writer, place.edgeWriter]).toEqual([OTHER, OTHER]);
    expect(place.stored.control).toMatchObject({ away: [HOME], lost: [], writer: OTHER });
    expect(place.stored.control?.move).toBeUndefined();

    expect((await move(place.ground('me'), backOf(request))).kind).toBe('done');
    const { outcomes, control, ...state } = place.state;
    expect(state).toEqual({ ...rest, outcomes: undefined, control: undefined });
    expect(outcomes).toEqual(['done', 'done']);
    expect(control).toMatchObject({ away: [], writer: HOME, minimums: {} });
    const kinds = ['shortOf', 'raiseFloors', 'missing', 'lagOf', 'shift', 'complaints', 'promote', 'setFloors'];
    expect(place.operations).toEqual(expect.arrayContaining(kinds));
  });

  test('done twice is as if done once', async () => {
    await fc.assert(
      fc.asyncProperty(evacuations, async ({ plan, request }) => {
        const place = new Place(plan);
        await move(place.ground('me'), request);
        const { state, operations } = place;
        const before = operations.length;
        expect(await move(place.ground('me'), request)).toEqual({ kind: 'nothing to do', problems: [] });
        expect(place.state).toEqual(state);
        expect(operations.slice(before)).toEqual(['read']);
      }),
    );
  });

  test('brings a return to where it began, but for who writes', async () => {
    await fc.assert(
      fc.asyncProperty(evacuations, async ({ plan, request }) => {
        const place = new Place(plan);
        const { weights, minimums } = structuredClone(place.state);
        await move(place.ground('me'), request);
        expect(place.weights[request.region]).toBe(0);
        await move(place.ground('me'), backOf(request));
        expect(place.state).toMatchObject({ weights, minimums });
      }),
    );
  });

  test.each([PLAN, STANDBY])('takes everything back step by step, at each watch that is worse: %j', async (plan) => {
    const calm = new Place(plan);
    await move(calm.ground('me'), REQUEST);
    // What has been raised for a standby is to be taken back too.
    if (plan === STANDBY) expect(calm.minimums).not.toEqual(new Place(plan).minimums);
    const watches = calm.operations.flatMap((name, index) => (name === 'complaints' ? [index + 1] : [])).slice(1);
    expect(watches.length).toBeGreaterThan(4);
    for (const worse of watches) {
      const place = new Place(plan);
      const shifts: number[] = [];
      const shift = place.shift.bind(place);
      place.shift = (weights) => {
        shifts.push(weights[HOME]);
        return shift(weights);
      };
      const { minimums } = structuredClone(place.state);
      place.complaining = (operation) => (operation === worse ? ['errors in us-east-1'] : []);
      expect(await move(place.ground('me'), REQUEST)).toEqual({
        kind: 'taken back',
        problems: ['errors in us-east-1'],
      });
      const lowest = Math.min(...shifts);
      const down = [75, 50, 25, 0].filter((weight) => weight >= lowest);
      expect(shifts).toEqual([...down, ...down.slice(0, -1).reverse(), 100]);
      expect(place.state).toMatchObject({ weights: weightsAtRest(plan), minimums, outcomes: ['taken back'] });
      expect(place.stored.control).toEqual({ away: [], lost: [], writer: HOME, takers: {}, minimums: {} });
    }
  });

  test('moves nobody where capacity cannot be had, or the copy is late', async () => {
    const small = new Place(STANDBY);
    small.shortage = ['us-east-1 may have 40 tasks of web, 60 are needed'];
    expect(await move(small.ground('me'), REQUEST)).toEqual({ kind: 'taken back', problems: small.shortage });
    expect(small.operations).not.toContain('shift');
    for (const lag of [6, undefined]) {
      const late = new Place(STANDBY);
      late.lag = lag;
      expect((await move(late.ground('me'), { ...REQUEST, promote: true })).kind).toBe('taken back');
      expect(late.operations).not.toContain('shift');
      expect(late.operations).not.toContain('promote');
    }
  });

  test('does not begin where users suffer already', async () => {
    const place = new Place(PLAN);
    place.complaining = () => ['errors in us-east-1'];
    await expect(move(place.ground('me'), REQUEST)).rejects.toThrow('errors in us-east-1');
    expect(place.operations).toEqual(['read', 'complaints']);
  });

  test('promotes a replica only after writes have stopped and all are there', async () => {
    const plan = { ...STANDBY, database: 'rds-postgres' as const };
    const place = new Place(plan);
    await move(place.ground('me'), { ...REQUEST, promote: true });
    const order = place.operations.filter((name) => ['sendWrites', 'lagOf', 'promote'].includes(name));
    expect(order).toEqual(['lagOf', 'sendWrites', 'lagOf', 'promote', 'sendWrites']);

    const late = new Place(plan);
    late.lag = 3;
    const outcome = await move(late.ground('me'), { ...REQUEST, promote: true });
    expect(outcome.problems).toEqual([expect.stringContaining('3 seconds behind, at most 1')]);
    expect([late.writer, late.edgeWriter]).toEqual([HOME, HOME]);
    expect(late.weights).toEqual(weightsAtRest(plan));
  });
});

describe('a lost region', () => {
  test('is never asked anything, and what is read elsewhere stops nothing', async () => {
    await fc.assert(
      fc.asyncProperty(evacuations, async ({ plan, request }) => {
        const place = new Place(plan);
        place.complaining = () => ['users suffer'];
        const outcome = await move(place.ground('me'), { ...request, isLost: true });
        expect(outcome.kind).toBe('done');
        expect([...place.asked]).not.toContain(request.region);
        expect(place.asked.size).toBeGreaterThan(0);
        expect(place.weights[request.region]).toBe(0);
        expect(place.writer).not.toBe(request.region);
        expect(place.stored.control?.lost).toEqual([request.region]);
      }),
    );
  });

  test('is not asked while another one is left', async () => {
    const place = new Place(PLAN);
    await move(place.ground('me'), { ...REQUEST, isLost: true });
    place.asked.clear();
    await move(place.ground('me'), { ...REQUEST, region: OTHER });
    expect([...place.asked].sort()).toEqual([THIRD, OTHER].sort());
  });

  test('may be lost while it is being left', async () => {
    const place = new Place(STANDBY);
    place.crashAt = { operation: 20, isDone: true };
    await expect(move(place.ground('me'), REQUEST)).rejects.toThrow(Crash);
    place.revive();
    expect((await move(place.ground('me'), { ...REQUEST, isLost: true })).kind).toBe('done');
    expect(place.state).toMatchObject({ writer: OTHER, weights: { [HOME]: 0 }, outcomes: ['replaced', 'done'] });
  });

  test('cannot be gone back to', async () => {
    const place = new Place(STANDBY);
    const request = { ...REQUEST, isLost: true };
    place.crashAt = { operation: 8, isDone: true };
    await expect(move(place.ground('me'), request)).rejects.toThrow(Crash);
    place.revive();
    await expect(takeMoveBack(place.ground('me'), request)).rejects.toThrow('is lost, and cannot be gone back to');
  });
});

describe.each([
  ['aurora-postgres', [0]],
  ['rds-postgres', [0]],
  ['aurora-postgres', [0, 1, 2]],
  ['rds-postgres', [0, 1, 2]],
] as const)('a promotion of %s with shards %j', (database, shards) => {
  const request: MoveRequest = { ...REQUEST, promote: true };
  const operations = async () => {
    const place = new Place({ ...PLAN, database }, shards);
    await move(place.ground('me'), request);
    return place.operations.length;
  };

  test('is never half taken back, wherever it was interrupted: the database, the edge and the record agree', async () => {
    const refused: string[] = [];
    const last = await operations();
    for (let operation = 0; operation < last; operation++) {
      for (const isDone of [false, true]) {
        const place = new Place({ ...PLAN, database }, shards);
        place.crashAt = { operation, isDone };
        await move(place.ground('me'), request).catch(() => {});
        place.revive();
        const outcome = await takeMoveBack(place.ground('me'), request).catch((error: Error) => error.message);
        if (typeof outcome === 'string') {
          refused.push(outcome);
          await move(place.ground('me'), request);
        }
        const { writer, edgeWriter, control } = place.state;
        expect([edgeWriter, control?.writer ?? HOME]).toEqual([writer, writer]);
      }
    }
    expect(refused).toContain(
      'A promotion has begun, and who writes is not taken back; say the same without --take-back',
    );
  });
});

describe.each(['aurora-postgres', 'rds-postgres'] as const)('shards of %s', (database) => {
  const plan = { ...STANDBY, database };
  const SHARDS = [0, 1, 2];
  const request: MoveRequest = { ...REQUEST, promote: true };

  test('are promoted before writes are sent anywhere', async () => {
    const place = new Place(plan, SHARDS);
    const writersThen: string[] = [];
    const sendWrites = place.sendWrites.bind(place);
    place.sendWrites = (region) => {
      writersThen.push(place.writer);
      return sendWrites(region);
    };
    expect(await move(place.ground('me'), request)).toEqual({ kind: 'done', problems: [] });
    expect([place.writer, place.edgeWriter, place.stored.control?.writer]).toEqual([OTHER, OTHER, OTHER]);
    // Of RDS the edge is told twice: first so that nobody writes meanwhile.
    expect(writersThen).toEqual(database === 'rds-postgres' ? [HOME, OTHER] : [OTHER]);
  });

  test('that fail are reported by number, hold up no other, and are promoted by saying the same again', async () => {
    const place = new Place(plan, SHARDS);
    place.refusing = [1];
    await expect(move(place.ground('me'), request)).rejects.toThrow(
      `Not every shard could be promoted, and ${OTHER} is not the one that writes before all are:
  shard 1: it is being backed up
shards 0, 2 go on by themselves. Say the same again when it is mended: what is promoted is not promoted twice.`,
    );
    expect(place.writers).toEqual({ 0: OTHER, 1: HOME, 2: OTHER });
    expect(place.stored.control).toMatchObject({
      writer: HOME,
      move: { promotions: { 0: 'begun', 1: 'begun', 2: 'begun' } },
    });
    await expect(takeMoveBack(place.ground('me'), request)).rejects.toThrow('A promotion has begun');
    place.refusing = [];
    expect((await move(place.ground('me'), request)).kind).toBe('done');
    expect([place.writer, place.edgeWriter]).toEqual([OTHER, OTHER]);
  });

  test('that take long are written down as they become ready, and are waited for alone', async () => {
    const place = new Place(plan, SHARDS);
    const looks: number[] = [];
    const isPromoted = place.isPromoted.bind(place);
    place.isPromoted = async (region, promotion, shard) => {
      const isDone = await isPromoted(region, promotion, shard);
      if (isDone) looks.push(shard);
      return isDone && (shard !== 2 || looks.filter((one) => one === 2).length > 2);
    };
    const seen: unknown[] = [];
    const write = place.write.bind(place);
    place.write = (control, version) => {
      seen.push(JSON.stringify(control.move?.promotions));
      return write(control, version);
    };
    await move(place.ground('me'), request);
    expect(seen).toContain('{"0":"begun","1":"begun","2":"begun"}');
    expect(seen).toContain('{"0":"done","1":"done","2":"begun"}');
    expect(seen).toContain('{"0":"done","1":"done","2":"done"}');
    expect(looks.filter((shard) => shard !== 2)).toEqual([0, 1]);
  });

  test('that never become ready are named', async () => {
    const place = new Place(plan, SHARDS);
    const isPromoted = place.isPromoted.bind(place);
    place.isPromoted = async (region, promotion, shard) => (await isPromoted(region, promotion, shard)) && shard === 0;
    await expect(move(place.ground('me'), request)).rejects.toThrow(
      `shard 1: ${OTHER} does not write yet; shard 2: ${OTHER} does not write yet`,
    );
    expect(place.edgeWriter).toBe(database === 'rds-postgres' ? OTHER : HOME);
    expect(place.stored.control?.writer).toBe(HOME);
  });

  test('whose copies are late stop a move before anything is moved', async () => {
    const place = new Place(plan, SHARDS);
    place.late = [2];
    expect(await move(place.ground('me'), request)).toEqual({
      kind: 'taken back',
      problems: [
        `shard 2: the copy in ${OTHER} is 99 seconds behind, at most ${database === 'rds-postgres' ? 30 : 5} are allowed`,
      ],
    });
    expect(place.operations).not.toContain('shift');
    expect(place.operations).not.toContain('promote');
  });

  test('return with the region that wrote to them', async () => {
    const place = new Place(plan, SHARDS);
    await move(place.ground('me'), request);
    await move(place.ground('me'), backOf(request));
    expect([place.writer, place.edgeWriter, place.stored.control?.writer]).toEqual([HOME, HOME, HOME]);
  });

  test('are all promoted where a region is lost, and all are asked for again', async () => {
    const place = new Place(plan, SHARDS);
    const lost = { ...request, isLost: true };
    place.refusing = [0, 2];
    await expect(move(place.ground('me'), lost)).rejects.toThrow('shard 0: it is being backed up');
    expect(place.writers).toEqual({ 0: HOME, 1: OTHER, 2: HOME });
    place.refusing = [];
    await move(place.ground('me'), lost);
    expect(place.writer).toBe(OTHER);
    expect([...place.asked]).not.toContain(HOME);
  });
});

describe('two operators', () => {
  test('do not work at once on the same move', async () => {
    const place = new Place(PLAN);
    const meeting = Promise.allSettled([move(place.ground('one'), REQUEST), move(place.ground('two'), REQUEST)]);
    const results = (await meeting).map(({ status }) => status);
    expect(results.sort()).toEqual(['fulfilled', 'rejected']);
    expect(place.state).toMatchObject({ weights: { [HOME]: 0 }, outcomes: ['done'] });
  });

  test('the second waits until the first is gone, and the first stops once the second has begun', async () => {
    const place = new Place(PLAN);
    const sleeping = place.ground('one');
    let second: Promise<unknown> | undefined;
    const late = {
      ...sleeping,
      clock: {
        ...sleeping.clock,
        sleep: async () => {
          if (second) return;
          await expect(move(place.ground('two'), REQUEST)).rejects.toThrow('Somebody else is at work');
          place.milliseconds += 61_000;
          second = move(place.ground('two'), REQUEST);
          await second;
        },
      },
    };
    await expect(move(late, REQUEST)).rejects.toThrow('Somebody else has written');
    expect(place.state).toMatchObject({ weights: { [HOME]: 0 }, outcomes: ['done'] });
  });

  test('another move has to wait for the end of the first', async () => {
    const place = new Place(PLAN);
    place.crashAt = { operation: 12, isDone: false };
    await expect(move(place.ground('me'), REQUEST)).rejects.toThrow(Crash);
    place.revive();
    await expect(move(place.ground('me'), { ...REQUEST, region: OTHER })).rejects.toThrow('ztm evacuate eu-west-1');
    await expect(takeMoveBack(place.ground('me'), { ...REQUEST, region: OTHER })).rejects.toThrow('--take-back');
    expect((await takeMoveBack(place.ground('me'), REQUEST)).kind).toBe('taken back');
    expect(place.weights).toEqual(weightsAtRest(PLAN));
    expect(await takeMoveBack(place.ground('me'), REQUEST)).toEqual({ kind: 'nothing to do', problems: [] });
  });
});
