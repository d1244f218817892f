import { Random } from '../../../tools/simulate/random';

const DRAWS = 50_000;

function moments(draw: () => number): { mean: number; variance: number } {
  let [sum, squares] = [0, 0];
  for (let count = 0; count < DRAWS; count++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  return { mean: sum / DRAWS, variance: squares / DRAWS - (sum / DRAWS) ** 2 };
}

test('a seed and a stream give the same numbers each time', () => {
  const numbers = (seed: number, stream: string) => {
    const random = new Random(seed, stream);
    return Array.from({ length: 5 }, () => random.uniform());
  };
  expect(numbers(1, 'a')).toEqual(numbers(1, 'a'));
  expect(numbers(1, 'a')).not.toEqual(numbers(2, 'a'));
  expect(numbers(1, 'a')).not.toEqual(numbers(1, 'b'));
});

test('times between independent events are exponential', () => {
  const random = new Random(1, 'exponential');
  const { mean, variance } = moments(() => random.exponential(2));
  expect(mean / 2).toBeCloseTo(1, 1);
  expect(variance / 4).toBeCloseTo(1, 1);
});

test('numbers are uniform', () => {
  const random = new Random(1, 'uniform');
  const { mean, variance } = moments(() => random.uniform());
  expect(mean).toBeCloseTo(1 / 2, 2);
  expect(variance).toBeCloseTo(1 / 12, 2);
});

test('streams of neighbouring seeds do not move together', () => {
  const [one, two] = [new Random(1, 'x'), new Random(2, 'x')];
  const { mean } = moments(() => (one.uniform() - 0.5) * (two.uniform() - 0.5));
  expect(Math.abs(mean)).toBeLessThan(0.002);
});

test('numbers are normal', () => {
  const random = new Random(1, 'normal');
  const { mean, variance } = moments(() => random.normal());
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
});

test('the median of log-normal numbers is the one that is asked for', () => {
  const random = new Random(1, 'log-normal');
  const below = moments(() => (random.logNormal(25, 0.2) < 25 ? 1 : 0));
  expect(below.mean).toBeCloseTo(0.5, 2);
});

// Both methods, and where they meet.
test.each([0.02, 1, 9.9, 10, 50, 600, 60_000])('mean and variance of events with mean %d are that mean', (expected) => {
  const random = new Random(1, 'poisson');
  const { mean, variance } = moments(() => random.poisson(expected));
  expect(Math.abs(mean - expected)).toBeLessThan(5 * Math.sqrt(expected / DRAWS));
  expect(Math.abs(variance / expected - 1)).toBeLessThan(expected < 0.1 ? 0.2 : 0.04);
});

test('the chance of no event is that of the distribution', () => {
  const random = new Random(1, 'none');
  const { mean } = moments(() => (random.poisson(1) === 0 ? 1 : 0));
  expect(Math.abs(mean - Math.exp(-1))).toBeLessThan(0.01);
});

test('nothing happens at a rate of nothing', () => {
  expect(new Random(1, 'none').poisson(0)).toBe(0);
});
