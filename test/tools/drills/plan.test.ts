import { arrivalsOf, type LoadPlan } from '../../../tools/drills/load/plan';

const PLAN: LoadPlan = {
  url: 'http://localhost',
  people: [
    { name: 'ada', token: 'a' },
    { name: 'ben', token: 'b' },
  ],
  requests: 5000,
  perSecond: 250,
  seed: 7,
  caption: 'test',
};

test('a fifth of the requests are writes', () => {
  const writes = arrivalsOf(PLAN).filter(({ kind }) => kind === 'write').length;
  expect(writes / PLAN.requests).toBeCloseTo(0.2, 1);
});

test('requests are made at the rate, one after another', () => {
  const arrivals = arrivalsOf(PLAN);
  expect(arrivals).toHaveLength(5000);
  expect(arrivals[4999].after / 1000).toBeCloseTo(20, -1);
  expect(arrivals.every(({ after }, index) => index === 0 || after >= arrivals[index - 1].after)).toBe(true);
});

test('the same seed gives the same load', () => {
  expect(arrivalsOf(PLAN)).toEqual(arrivalsOf(PLAN));
  expect(arrivalsOf({ ...PLAN, seed: 8 })).not.toEqual(arrivalsOf(PLAN));
});
