import { latency, median, percentile, spread } from '../../../../tools/bench/service/statistics';

const HUNDRED = Array.from({ length: 100 }, (_, index) => 100 - index);

test('a percentile is a value that was measured, whatever the order', () => {
  expect(percentile(HUNDRED, 0.5)).toBe(50);
  expect(percentile(HUNDRED, 0.99)).toBe(99);
  expect(percentile([7], 0.99)).toBe(7);
  expect(latency(HUNDRED)).toEqual({ p50: 50, p99: 99 });
});

test('refuses a percentile of nothing', () => {
  expect(() => percentile([], 0.5)).toThrow('there must be values, got none');
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[5], 5],
  [[1, 2], 1.5],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('values that are the same are not apart', () => {
  expect(spread([2, 2, 2])).toBe(0);
  expect(spread([2, 3, 2.5])).toBe(0.5);
});
