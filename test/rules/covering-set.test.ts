import { allPoints, combinations, coveringSet, type Point } from '../../tools/rules/covering-set';

const DIMENSIONS = {
  engine: ['aurora', 'postgres', 'mysql'],
  cache: ['serverless', 'nodes', 'none'],
  domain: ['no', 'yes'],
  waf: ['no', 'yes'],
  backup: ['no', 'yes'],
} as const;

const everything = () => true;

const combinationsOf = (points: readonly Point<typeof DIMENSIONS>[], strength: number) =>
  new Set(points.flatMap((point) => combinations(point, strength)));

describe('coveringSet', () => {
  test.each([2, 3])('holds every combination of %d dimensions', (strength) => {
    expect(combinationsOf(coveringSet(DIMENSIONS, strength, everything), strength)).toEqual(
      combinationsOf(allPoints(DIMENSIONS, everything), strength),
    );
  });

  test('is far smaller than the space', () => {
    expect(allPoints(DIMENSIONS, everything)).toHaveLength(72);
    expect(coveringSet(DIMENSIONS, 2, everything).length).toBeLessThanOrEqual(12);
  });

  test('holds only allowed points, and every pair that an allowed point holds', () => {
    const allowed = (point: Partial<Point<typeof DIMENSIONS>>) => !(point.domain === 'no' && point.waf === 'yes');
    const chosen = coveringSet(DIMENSIONS, 2, allowed);
    expect(chosen.every(allowed)).toBe(true);
    expect(combinationsOf(chosen, 2)).toEqual(combinationsOf(allPoints(DIMENSIONS, allowed), 2));
  });

  test('is the same every time', () => {
    expect(coveringSet(DIMENSIONS, 2, everything)).toEqual(coveringSet(DIMENSIONS, 2, everything));
  });
});

describe('coveringSet refuses', () => {
  test('choices that leave no value for another dimension', () => {
    const allowed = (point: Partial<Point<typeof DIMENSIONS>>) => !(point.engine === 'mysql' && point.backup);
    expect(() => coveringSet(DIMENSIONS, 2, allowed)).toThrow(
      'no value of backup fits cache=serverless domain=no engine=mysql waf=yes',
    );
  });
});
