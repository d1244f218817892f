import { allPoints, combinations, coveringSet, subsets } from '../../tools/rules/covering-set';

const DIMENSIONS = {
  engine: ['aurora', 'postgres', 'mysql'],
  cache: ['serverless', 'nodes', 'none'],
  domain: ['no', 'yes'],
  waf: ['no', 'yes'],
  backup: ['no', 'yes'],
} as const;

describe('coveringSet', () => {
  test.each([2, 3])('holds every combination of %d dimensions', (strength) => {
    const names = subsets(Object.keys(DIMENSIONS), strength);
    const covered = new Set(coveringSet(DIMENSIONS, strength).flatMap((point) => combinations(point, names)));
    const all = new Set(allPoints(DIMENSIONS, () => true).flatMap((point) => combinations(point, names)));
    expect(covered).toEqual(all);
  });

  test('is far smaller than the space', () => {
    expect(allPoints(DIMENSIONS, () => true)).toHaveLength(72);
    expect(coveringSet(DIMENSIONS, 2).length).toBeLessThanOrEqual(12);
  });

  test('holds only allowed points, and every pair that an allowed point holds', () => {
    const allowed = (point: { domain: string; waf: string }) => point.domain === 'yes' || point.waf === 'no';
    const names = subsets(Object.keys(DIMENSIONS), 2);
    const chosen = coveringSet(DIMENSIONS, 2, allowed);
    expect(chosen.every(allowed)).toBe(true);
    expect(new Set(chosen.flatMap((point) => combinations(point, names)))).toEqual(
      new Set(allPoints(DIMENSIONS, allowed).flatMap((point) => combinations(point, names))),
    );
  });

  test('is the same every time', () => {
    expect(coveringSet(DIMENSIONS, 2)).toEqual(coveringSet(DIMENSIONS, 2));
  });
});
