import type { Expression, MetricExpression } from '../model';

/** The metrics of a formula, from left to right. */
export function metricsOf(expression: Expression): MetricExpression[] {
  switch (expression.kind) {
    case 'metric':
      return [expression];
    case 'number':
      return [];
    case 'call':
      return expression.arguments.flatMap(metricsOf);
    case 'array':
      return expression.items.flatMap(metricsOf);
    case 'binary':
      return [expression.left, expression.right].flatMap(metricsOf);
  }
}

/** Seconds between two datapoints of a formula: the longest period of its metrics; undefined where it has none. */
export function periodOf(expression: Expression): number | undefined {
  const periods = metricsOf(expression).map(({ periodSeconds }) => periodSeconds);
  return periods.length === 0 ? undefined : Math.max(...periods);
}
