import * as fc from 'fast-check';
import type { Expression, MetricExpression } from '../../../../tools/simulate/model';
import { evaluate, FormulaError, parseExpression } from '../../../../tools/simulate/metric-math';

const METRIC: MetricExpression = { kind: 'metric', signal: { model: 'load' }, statistic: 'Average', periodSeconds: 10 };
const OTHER: MetricExpression = { ...METRIC, signal: { model: 'cpu' } };
const METRICS = { m1: () => METRIC, m2: () => OTHER };

/** The newest value of a formula, whose metrics have these datapoints, the newest last. */
function valueOf(text: string, m1: readonly (number | undefined)[], m2: readonly (number | undefined)[] = []) {
  return evaluate(parseExpression(text, METRICS), (metric, back) => (metric === METRIC ? m1 : m2).at(-1 - back));
}

const at = (points: readonly (number | undefined)[]) => (_metric: MetricExpression, back: number) =>
  back < points.length ? points.at(-1 - back) : undefined;

describe('a formula of an alarm', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['10 - 4 - 3', 3],
    ['-m1 + 1', -3],
    ['7 / 2', 3.5],
    ['1 + 1 == 2', 1],
    ['m1 > 3 && m1 < 5', 1],
    ['m1 > 3 AND m1 > 5', 0],
    ['m1 > 5 || m1 == 4', 1],
    ['m1 > 5 OR m1 != 4', 0],
    ['ABS(-2.5)', 2.5],
    ['CEIL(2.1) + FLOOR(2.9)', 5],
    ['IF(m1 >= 4, 10, 20)', 10],
    ['IF(m1 < 4, 10, m1)', 4],
    ['MAX([m1, 3, 9])', 9],
    ['MIN([m1, 3, 9])', 3],
    ['AVG([m1, 3, 8])', 5],
    ['SUM(ABS([m1, -3]))', 7],
    ['m1 / PERIOD(m1)', 0.4],
  ])('%s is %d where m1 is 4', (text, expected) => {
    expect(valueOf(text, [4])).toBeCloseTo(expected, 12);
  });

  test('looks ahead of a metric that rises', () => {
    expect(valueOf('MAX([m1, m1 + 45*RATE(m1)])', [0.5, 0.9])).toBeCloseTo(0.9 + (45 * 0.4) / 10, 12);
    expect(valueOf('MAX([m1, m1 + 45*RATE(m1)])', [0.9, 0.5])).toBe(0.5);
  });

  test('adds other formulas up', () => {
    const difference = () => parseExpression('m1 - m2', METRICS);
    const formula = parseExpression('10 * d', { d: difference });
    expect(evaluate(formula, (metric) => (metric === METRIC ? 3 : 1))).toBe(20);
  });
});

describe('where datapoints are missing', () => {
  test.each([
    ['m1 + m2', [1], [], undefined],
    ['m1 > m2', [1], [], undefined],
    ['MAX([m1, m2])', [1], [], 1],
    ['SUM([m1, m2])', [], [], undefined],
    ['AVG([m1, m2])', [6], [undefined], 6],
    ['IF(m1 > 0, m2, 5)', [1], [], undefined],
    ['IF(m1 > 0, m2, 5)', [0], [], 5],
    ['IF(m1 > 0, 5)', [0], [], undefined],
    ['IF(m2 > 0, 5, 6)', [0], [], undefined],
    ['1 / m1', [0], [], undefined],
    ['RATE(m1)', [7], [], undefined],
    ['RATE(m1)', [2, undefined, 6], [], 0.2],
    ['DIFF(m1)', [2, undefined, 6], [], 4],
    ['DIFF(m1)', [2, 6, undefined], [], undefined],
    ['FILL(m1, 0)', [2, undefined], [], 0],
    ['FILL(m1, m2)', [2, undefined], [8], 8],
    ['FILL(m1, REPEAT)', [2, undefined], [], 2],
    ['FILL(m1, REPEAT)', [undefined], [], undefined],
    ['FILL(m1, LINEAR)', [2, undefined], [], undefined],
    ['FILL(m1, 0) + FILL(m2, 0)', [2], [undefined], 2],
    ['SUM(FILL([m1, m2], 1))', [2], [undefined], 3],
  ])('%s of %p and %p is %p', (text, m1, m2, expected) => {
    const value = valueOf(text, m1, m2);
    if (expected === undefined) expect(value).toBeUndefined();
    else expect(value).toBeCloseTo(expected, 12);
  });

  test('draws a line across a gap', () => {
    const formula = parseExpression('FILL(m1, LINEAR)', METRICS);
    const points = at([1, undefined, undefined, 7]);
    expect([3, 2, 1, 0].map((back) => evaluate(formula, points, back))).toEqual([1, 3, 5, 7]);
  });
});

describe('refuses', () => {
  test.each([
    ['m1 +', 'm1 + is no formula: Expected expression after + at character 4'],
    ['m3 + 1', 'm3 + 1 has m3, which is none of its metrics: m1, m2'],
    ['toString', 'toString has toString, which is none of its metrics: m1, m2'],
    ['MAX(m1)', 'MAX(m1) has MAX of one metric, which is one value for all time; give it an array: MAX([m1, m2])'],
    ['IF(m1)', 'IF(m1) calls IF with 1 arguments; it has 2 to 3'],
    ['RATE(m1, 2)', 'RATE(m1, 2) calls RATE with 2 arguments; it has 1'],
    ['m1.x', 'm1.x has a MemberExpression, which metric math does not know'],
    ['m1 ? 1 : 2', 'm1 ? 1 : 2 has a ConditionalExpression, which metric math does not know'],
    ['"m1"', '"m1" has a Literal, which metric math does not know'],
    ['[m1, m2] + 1', '[m1, m2] + 1 has an array where a metric has to be'],
    ['PERIOD(3)', 'PERIOD(3) has PERIOD of what is no metric'],
    ['[m1, m2]', '[m1, m2] is an array; an alarm follows one series'],
    [
      'METRICS()',
      'METRICS() has METRICS, which is not simulated; only ABS, AVG, CEIL, DIFF, FILL, FLOOR, IF, MAX, MIN, RATE, SUM and PERIOD are',
    ],
  ])('%s', (text, message) => {
    expect(() => parseExpression(text, METRICS)).toThrow(new FormulaError(message));
  });
});

/** A formula as text, written with all brackets, and what it is worth: computed here, not by what is under test. */
interface Written {
  readonly text: string;
  readonly value: number;
}

const written: fc.Arbitrary<Written> = fc.letrec<{ written: Written; leaf: Written; node: Written }>((tie) => ({
  leaf: fc.integer({ min: -50, max: 50 }).map((value) => ({ text: value < 0 ? `(0 - ${-value})` : `${value}`, value })),
  node: fc
    .tuple(fc.constantFrom('+', '-', '*', '>', 'MAX', 'MIN', 'IF'), tie('written'), tie('written'))
    .map(([operator, left, right]) => combine(operator, left, right)),
  written: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('node')),
})).written;

function combine(operator: string, left: Written, right: Written): Written {
  const [x, y] = [left.value, right.value];
  const pair = `${left.text}, ${right.text}`;
  switch (operator) {
    case 'MAX':
      return { text: `MAX([${pair}])`, value: Math.max(x, y) };
    case 'MIN':
      return { text: `MIN([${pair}])`, value: Math.min(x, y) };
    case 'IF':
      return { text: `IF(${left.text} > ${right.text}, ${pair})`, value: x > y ? x : y };
    default: {
      const value = { '+': x + y, '-': x - y, '*': x * y, '>': Number(x > y) }[operator] ?? Number.NaN;
      return { text: `(${left.text} ${operator} ${right.text})`, value };
    }
  }
}

describe('any formula', () => {
  test('is worth what its parts are worth', () => {
    fc.assert(
      fc.property(written, ({ text, value }) => {
        expect(evaluate(parseExpression(text, {}), () => undefined)).toBeCloseTo(value, 6);
      }),
    );
  });

  test('of strong and weak operators binds as arithmetic does', () => {
    const number = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(number, number, number, number, (a, b, c, d) => {
        const value = evaluate(parseExpression(`${a} + ${b} * ${c} ^ 2 - ${d} / 2`, {}), () => undefined);
        expect(value).toBeCloseTo(a + b * c ** 2 - d / 2, 9);
      }),
    );
  });

  test('has, with FILL, a datapoint wherever one is missing, and with RATE the slope of a line', () => {
    const point = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: undefined });
    const fill: Expression = parseExpression('FILL(m1, 3)', METRICS);
    const rate: Expression = parseExpression('RATE(m1)', METRICS);
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 8 }), (points) => {
        const newest = points.at(-1);
        expect(evaluate(fill, at(points))).toBe(newest ?? 3);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 5 }), (slope, gap) => {
        const points = [0, ...Array<undefined>(gap - 1).fill(undefined), slope * gap * 10];
        expect(evaluate(rate, at(points))).toBeCloseTo(slope, 9);
      }),
    );
  });
});
