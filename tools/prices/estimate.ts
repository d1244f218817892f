import { BILLING } from './billing';
import { costLine, total, type CostLine } from './lines';
import { DEFAULT_REGION, PRICES } from './price-list';
import { queueDemandFunctions, queueDemandLines } from './queue-demand';
import { busyShare, usageLines, type Usage } from './usage';
import type { Model } from '../review/model/model';
import { compare } from '../../lib/private/compare';
import { DRIVERS, type Driver } from '../review/sections/drivers';

/** What an assembly costs in a month. */
export interface Estimate {
  /** The region whose list prices these are, whatever region the assembly is for. */
  readonly region: string;
  /** The day of the prices. */
  readonly compiled: string;
  /** Lines with a price, the largest first, and then those without. */
  readonly lines: readonly CostLine[];
  /** The sum of the lines with a price. */
  readonly dollars: number;
  /** The lines without a price, which are in no sum. */
  readonly unknown: readonly CostLine[];
}

/** What an assembly costs in a month in which nobody comes: list prices, without taxes, discounts and free tiers. */
export function estimate(model: Model, region = DEFAULT_REGION): Estimate {
  return estimateOf([...idleLines(model, region), ...queueDemandLines(model, region)], region);
}

/** What it costs in a month with users: what it costs without, and what they add. */
export function estimateWithUsers(usage: Usage): Estimate {
  const { model, region } = usage;
  const idle = [...idleLines(model, region), ...queueDemandLines(model, region, busyShare(usage))];
  return estimateOf([...idle, ...usageLines(usage)], region);
}

/** An estimate from lines. */
export function estimateOf(lines: readonly CostLine[], region: string): Estimate {
  const sorted = [...lines].sort(
    (one, other) => (other.dollars ?? -1) - (one.dollars ?? -1) || compare(one.title, other.title),
  );
  return {
    region,
    compiled: PRICES.compiled,
    lines: sorted,
    dollars: total(sorted),
    unknown: sorted.filter(({ dollars }) => dollars === undefined),
  };
}

function idleLines(model: Model, region: string): CostLine[] {
  // Counted with how long they run, which the schedule does not say.
  const known = queueDemandFunctions(model).flatMap((handler) => model.usersOf(handler).map(({ label }) => label));
  const drivers = model.resources
    .flatMap((resource) => DRIVERS[resource.type]?.(resource, model) ?? [])
    .filter(({ driver, quantity, where }) => quantity > 0 && !(driver === 'scheduled call' && known.includes(where)));
  const groups = new Map<string, Driver[]>();
  for (const driver of drivers) {
    const key = `${driver.driver}, ${driver.size}`.replace(/, $/, '');
    groups.set(key, [...(groups.get(key) ?? []), driver]);
  }
  return [...groups].flatMap(([id, group]) => lineOf(id, group, region));
}

function lineOf(id: string, group: readonly Driver[], region: string): CostLine[] {
  const [{ driver, details = {} }] = group;
  const quantity = group.reduce((sum, one) => sum + one.quantity, 0);
  const items = BILLING[driver]?.(details).map(({ price, amount }) => ({
    price,
    amount: quantity * amount,
    amountText: amount === 1 ? `${quantity}` : `${quantity} x ${amount}`,
  }));
  const line = { id, group: driver, title: titleOf(id, quantity) };
  if (!items) return [{ ...line, arithmetic: 'nobody has looked up its price' }];
  return items.length === 0 ? [] : [costLine(line, items, region)];
}

function titleOf(id: string, quantity: number): string {
  return `${id.charAt(0).toUpperCase()}${id.slice(1)}${quantity === 1 ? '' : ` (${quantity})`}`;
}
