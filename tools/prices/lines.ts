import { HOURS_A_MONTH, PRICES, type PriceList } from './price-list';

/** So much of something that has a price, in a month, or all the time where the price is by the hour. */
export interface Item {
  /** Key of the file of prices. */
  readonly price: string;
  readonly amount: number;
  /** How the amount comes about, where it is more than a number: `2 x 0.5`. */
  readonly amountText?: string;
}

/** A line of a bill. */
export interface CostLine {
  /** The same in every estimate, so that two can be compared. */
  readonly id: string;
  /** What it is for, whatever its size: the same at every stage. */
  readonly group: string;
  readonly title: string;
  /** What is multiplied, or why the price is unknown. */
  readonly arithmetic: string;
  /** Of a month. Nothing where a price is unknown: such a line is in no sum. */
  readonly dollars?: number;
}

/** Prices a line. Rounding is left to those who show it. */
export function costLine(
  { id, group, title }: Pick<CostLine, 'id' | 'group' | 'title'>,
  items: readonly Item[],
  region: string,
  list: PriceList = PRICES,
): CostLine {
  const unknown = items.filter(({ price }) => list.prices[price]?.regions[region] === undefined);
  if (unknown.length > 0) {
    const names = unknown.map(({ price }) => list.prices[price]?.name ?? price);
    const known = items.length > unknown.length ? '; ' : '';
    const rest = items.filter((item) => !unknown.includes(item));
    return {
      id,
      group,
      title,
      arithmetic: `no price known in ${region}: ${[...new Set(names)].join(', ')}${known}${rest.map((item) => term(item, region, list)).join(' + ')}`,
    };
  }
  return {
    id,
    group,
    title,
    arithmetic: items.map((item) => term(item, region, list)).join(' + '),
    dollars: items.reduce((sum, item) => sum + dollarsOf(item, region, list), 0),
  };
}

/** The sum of what is known. */
export function total(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + (dollars ?? 0), 0);
}

/** Two decimals, and thousands apart. */
export function money(dollars: number): string {
  return dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function dollarsOf({ price, amount }: Item, region: string, list: PriceList): number {
  const { unit, each, regions } = list.prices[price];
  return (amount / each) * regions[region].dollars * (isHourly(unit) ? HOURS_A_MONTH : 1);
}

function term({ price, amount, amountText }: Item, region: string, list: PriceList): string {
  const { unit, each, regions } = list.prices[price];
  return `${amountText ?? counted(amount / each, unit)} x ${regions[region].dollars}${isHourly(unit) ? ` x ${HOURS_A_MONTH}` : ''}`;
}

/** `21 GB`, `913 million requests`, `4.9`: what is not said by the hours or the month that it lasts. */
function counted(number: number, unit: string): string {
  const thing = unit.replace(/-?(hour|month)$/, '');
  return /^\d/.test(thing) ? `${figure(number)} times ${thing}` : `${figure(number)} ${thing}`.trim();
}

function isHourly(unit: string): boolean {
  return unit.endsWith('hour');
}

/** Three digits that matter. */
export function figure(number: number): string {
  const digits = Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3));
  return digits.toLocaleString('en-US', { maximumFractionDigits: 6 });
}
