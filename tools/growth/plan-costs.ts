import type { PlanCostLine, PlanCosts } from './plan';
import { estimate } from '../prices/estimate';
import type { CostLine } from '../prices/lines';
import type { Model } from '../review/model/model';

/** What a month costs while nobody uses it, before and after, line by line. */
export function costsOf(from: Model, to: Model): PlanCosts {
  const before = estimate(from);
  const after = estimate(to);
  const priced = (lines: readonly CostLine[]) => lines.filter(({ dollars }) => dollars !== undefined);
  const keys = new Set([...priced(after.lines), ...priced(before.lines)].map(({ id }) => id));
  return {
    currency: 'USD',
    region: after.region,
    pricesOf: after.compiled,
    before: before.dollars,
    after: after.dollars,
    lines: [...keys].map((id) => lineOf(before.lines, after.lines, id)),
    unknown: [...new Set([...before.unknown, ...after.unknown].map(({ title }) => title))].sort(),
  };
}

function lineOf(before: readonly CostLine[], after: readonly CostLine[], id: string): PlanCostLine {
  const old = before.find((line) => line.id === id);
  const now = after.find((line) => line.id === id);
  return {
    name: now?.title ?? old?.title ?? id,
    before: old?.dollars,
    after: now?.dollars,
    arithmetic: now?.arithmetic,
  };
}
