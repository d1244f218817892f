import { claims, overheadOf, scaleOf, type Figures } from '../../../../tools/bench/shards/claims';

const FIGURES: Figures = {
  throughput: [
    { shards: 1, perSecond: 100 },
    { shards: 2, perSecond: 180 },
    { shards: 4, perSecond: 340 },
  ],
  loopback: [],
  rounds: [
    { router: 104, pool: 100 },
    { router: 150, pool: 100 },
    { router: 103, pool: 100 },
  ],
  failures: 0,
};

describe('claims of routing', () => {
  test('hold at what is asked for', () => {
    expect(claims(FIGURES).flatMap(({ problems }) => problems)).toEqual([]);
    expect(scaleOf(FIGURES.throughput).get(4)).toBeCloseTo(3.4);
  });

  test('take the median of rounds, so that one that was disturbed says nothing', () => {
    expect(overheadOf(FIGURES.rounds)).toBeCloseTo(0.04);
  });

  test('fail below it, each by itself', () => {
    const slow = {
      throughput: FIGURES.throughput.map((one) => ({ ...one, perSecond: 100 })),
      loopback: [],
      rounds: [{ router: 105, pool: 100 }],
      failures: 3,
    };
    expect(claims(slow).map(({ problems }) => problems)).toEqual([
      ['it has to be 1.8 times at least'],
      ['it has to be 3.4 times at least'],
      ['it has to be less than 5 %'],
      ['3 failed'],
    ]);
  });

  test('fail where a number of shards was not measured', () => {
    const [two] = claims({ ...FIGURES, throughput: FIGURES.throughput.slice(0, 1) });
    expect(two.problems).toEqual(['it has to be 1.8 times at least']);
  });
});
