import fc from 'fast-check';
import type { MoveRequest } from '../../../lib/contract/region-control';
import type { RegionPlan } from '../../../lib/contract/region-plan/plan';
import { move } from '../../../tools/evacuation/execute';
import { backOf, evacuations, shardLists } from './arbitraries';
import { Crash, Place } from './place';

/** Regions, and the databases that they share. */
interface Ground {
  readonly plan: RegionPlan;
  readonly shards: readonly number[];
}

/** Moves, one after the other. */
async function moved({ plan, shards }: Ground, requests: readonly MoveRequest[]): Promise<Place> {
  const place = new Place(plan, shards);
  for (const request of requests) await move(place.ground('first'), request);
  return place;
}

/** The last of these moves dies at each of its operations, before or after it is done, and is resumed. */
async function resumeEverywhere(ground: Ground, requests: readonly MoveRequest[]): Promise<void> {
  const whole = await moved(ground, requests);
  const begins = (await moved(ground, requests.slice(0, -1))).operations.length;
  const last = requests[requests.length - 1];
  expect(whole.operations.length).toBeGreaterThan(begins);
  for (let operation = begins; operation < whole.operations.length; operation++) {
    for (const isDone of [false, true]) {
      const place = await moved(ground, requests.slice(0, -1));
      place.crashAt = { operation, isDone };
      await expect(move(place.ground('first'), last)).rejects.toThrow(Crash);
      place.revive();
      await move(place.ground('second'), last);
      expect(place.state).toEqual(whole.state);
    }
  }
}

describe('a move that is interrupted', () => {
  test('ends as it would have, wherever it was', async () => {
    await fc.assert(
      fc.asyncProperty(evacuations, shardLists, ({ plan, request }, shards) =>
        resumeEverywhere({ plan, shards }, [request]),
      ),
      { numRuns: 12 },
    );
  });

  test('ends as it would have on the way back', async () => {
    await fc.assert(
      fc.asyncProperty(evacuations, shardLists, ({ plan, request }, shards) =>
        resumeEverywhere({ plan, shards }, [request, backOf(request)]),
      ),
      { numRuns: 12 },
    );
  });

  test('is taken back to the same state, wherever it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        evacuations.filter(({ request }) => !request.isLost),
        fc.nat(),
        async ({ plan, request }, seed) => {
          const whole = await moved({ plan, shards: [0] }, [request]);
          const looks = whole.operations.flatMap((name, index) => (name === 'complaints' ? [index + 1] : [])).slice(1);
          fc.pre(looks.length > 0);
          const worse = looks[seed % looks.length];
          const taken = (crashAt?: Place['crashAt']) => {
            const place = new Place(plan);
            place.complaining = (operation) => (operation === worse ? ['users suffer'] : []);
            place.crashAt = crashAt;
            return place;
          };
          const back = taken();
          expect(await move(back.ground('first'), request)).toEqual({ kind: 'taken back', problems: ['users suffer'] });
          for (let operation = worse; operation < back.operations.length; operation++) {
            const place = taken({ operation, isDone: seed % 2 === 0 });
            await expect(move(place.ground('first'), request)).rejects.toThrow(Crash);
            // What was seen and not written down is seen again.
            place.complaining = () => {
              const current = place.stored.control?.move;
              return current && !current.takenBack ? ['users suffer'] : [];
            };
            place.revive();
            await move(place.ground('second'), request);
            if (Object.keys(place.history).length === 1) expect(withoutControl(place)).toEqual(withoutControl(back));
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});

function withoutControl({ state: { control, ...rest } }: Place) {
  return { ...rest, away: control?.away };
}
