import { MISSING, type Series } from './series';
import { FUNCTIONS } from './functions';
import { OPERATORS } from './operators';
import type { Expression, MetricExpression } from '../model';

/**
 * Makes a formula ready to be evaluated again and again.
 *
 * @param seriesOf Where the datapoints of a metric come from. It is asked once for each place of a metric in the formula.
 */
export function compile(expression: Expression, seriesOf: (metric: MetricExpression) => Series): Series {
  const compiled = (inner: Expression) => compile(inner, seriesOf);
  switch (expression.kind) {
    case 'metric':
      return seriesOf(expression);
    case 'number': {
      const { value } = expression;
      return () => value;
    }
    case 'binary': {
      const [left, right] = [compiled(expression.left), compiled(expression.right)];
      const operate = OPERATORS[expression.operator].operate;
      // Not a number where a side is missing: comparisons would make false of it.
      return (back) => {
        const [x, y] = [left(back), right(back)];
        return Number.isNaN(x) || Number.isNaN(y) ? MISSING : finite(operate(x, y));
      };
    }
    case 'call':
      return FUNCTIONS[expression.name].compile(expression, compiled);
    case 'array':
      throw new Error('an array is only known as an argument; parseExpression refuses any other');
  }
}

/** Value of a formula at its newest datapoint, or so many before it. */
export function evaluate(
  expression: Expression,
  valueOf: (metric: MetricExpression, back: number) => number | undefined,
  back = 0,
): number | undefined {
  const series = compile(expression, (metric) => (at) => valueOf(metric, at) ?? MISSING);
  const value = series(back);
  return Number.isNaN(value) ? undefined : value;
}

/** CloudWatch has no datapoint where a division by zero would be. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : MISSING;
}
