import { costAt, frontierOf } from '../../../../tools/bench/scaling/frontier';

const point = (cost: number, violatingMinutes: number) => ({ cost, violatingMinutes });
const [cheap, middle, safe] = [point(1.2, 100), point(1.5, 20), point(2, 0)];

test('a frontier is what nothing else beats on both', () => {
  const beaten = [point(1.3, 100), point(1.6, 20), point(2.5, 0), point(1.9, 60)];
  expect(frontierOf([safe, ...beaten, cheap, middle])).toEqual([cheap, middle, safe]);
});

test('between two points, a frontier is run for a part of the time each', () => {
  expect(costAt([cheap, middle, safe], 60)).toBeCloseTo(1.35);
  expect(costAt([cheap, middle, safe], 10)).toBeCloseTo(1.75);
});

test('a point above a line between two others is not needed', () => {
  expect(costAt([cheap, point(1.9, 90), safe], 50)).toBeCloseTo(1.6);
});

test('beyond its ends, a frontier costs what its cheapest does, or cannot', () => {
  expect(costAt([cheap, middle], 500)).toBe(1.2);
  expect(costAt([cheap, middle], 19)).toBeUndefined();
  expect(costAt([], 10)).toBeUndefined();
});
