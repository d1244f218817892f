import { readFileSync } from 'node:fs';
import { Workload } from '../../lib';
import { ASSUMPTIONS } from '../../lib/capacity/assumptions';
import { refusal } from '../wrong-input/wrong-input';

describe('a workload', () => {
  test('needs the number of users and nothing else', () => {
    const { assumptions } = new Workload({ monthlyUsers: 1000 });
    expect(assumptions).toEqual({
      monthlyUsers: 1000,
      ...Object.fromEntries(ASSUMPTIONS.map(({ property, byDefault }) => [property, byDefault])),
    });
  });

  test.each(ASSUMPTIONS)('takes another $property, down to $least and up to $most', ({ property, least, most }) => {
    for (const value of [least, most]) {
      const { assumptions } = new Workload({ monthlyUsers: 1, [property]: value });
      expect(assumptions).toMatchObject({ [property]: value });
    }
  });

  test.each(ASSUMPTIONS)('refuses a $property outside its limits', ({ property, least, most, meaning }) => {
    for (const value of [least - 0.01, most * 2, Number.NaN]) {
      expect(refusal(() => new Workload({ monthlyUsers: 1, [property]: value }))).toBe(
        `Workload: ${property} must be between ${least} and ${most}, got ${value}; it is: ${meaning}`,
      );
    }
  });

  test.each([
    [0, 'got 0'],
    [1.5, 'got 1.5'],
    [10_000_000_001, 'got 10000000001'],
    ['many', 'got "many"'],
  ])('refuses %p users', (monthlyUsers, got) => {
    expect(refusal(() => new Workload({ monthlyUsers: monthlyUsers as number }))).toBe(
      `Workload: monthlyUsers must be a whole number between 1 and 10000000000, ${got}; count those who come at least once in a month`,
    );
  });

  test('refuses everything at once, unknown assumptions and missing users too', () => {
    const unchecked = { readShare: 2, peakFaktor: 3 } as unknown as { monthlyUsers: number };
    expect(refusal(() => new Workload(unchecked)).split('\n')).toEqual([
      'Workload:',
      `  - peakFaktor must be an assumption of a workload, got 3; use one of ${['monthlyUsers', ...ASSUMPTIONS.map(({ property }) => property)].join(', ')}`,
      '  - monthlyUsers must be given, got undefined; estimate it',
      '  - readShare must be between 0 and 1, got 2; it is: requests that only read',
    ]);
  });

  test.each(ASSUMPTIONS)('documents the default of $property', ({ property, byDefault }) => {
    const source = readFileSync('lib/capacity/workload.ts', 'utf8');
    expect(source).toContain(`   * @default ${byDefault}\n   */\n  readonly ${property}?: number;`);
  });
});

describe('docs/growth.md', () => {
  const rows = readFileSync('docs/growth.md', 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));

  test.each(ASSUMPTIONS)('has the row of $property', ({ property, meaning, unit, byDefault, reason }) => {
    const row = rows.find(([, first]) => first === `\`${property}\``);
    expect(row?.slice(2, 5)).toEqual([`${meaning} (${unit})`, String(byDefault), reason]);
  });

  test('has no other', () => {
    const start = rows.findIndex(([line]) => line.startsWith('<!-- assumptions'));
    const end = rows.findIndex(([line]) => line.startsWith('<!-- end of assumptions'));
    const named = rows.slice(start, end).filter(([, first]) => first?.startsWith('`'));
    expect(named).toHaveLength(ASSUMPTIONS.length);
  });
});
