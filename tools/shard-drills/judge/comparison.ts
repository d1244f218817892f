import type { Write } from '../load/ledger';
import type { Owners } from './ownership';

/** An order as a shard has it, whether the shard owns its slot or not. */
export interface StoredOrder {
  readonly shard: number;
  readonly slot: number;
  readonly id: string;
  /** What its client called it. */
  readonly request: string;
  readonly account: string;
}

/** An account as a shard has it. */
export interface StoredAccount {
  readonly shard: number;
  readonly slot: number;
  readonly key: string;
  /** How many orders it has by its own count, which each write of an order adds to in its transaction. */
  readonly orders: number;
}

/** All rows of all shards. */
export interface Stored {
  readonly accounts: readonly StoredAccount[];
  readonly orders: readonly StoredOrder[];
}

/** What does not agree between what clients were told and what shards have. */
export interface Comparison {
  /** Orders that were acknowledged and are not on the owner of their slot. */
  readonly lost: readonly string[];
  /** Requests, acknowledged or not, whose order is there more than once. */
  readonly doubled: readonly string[];
  /** Keys of accounts that were there at the beginning, and are not there once. */
  readonly accounts: readonly string[];
  /** Keys of accounts whose count is not the number of their orders. */
  readonly counts: readonly string[];
  /** Rows that two shards show as their own. */
  readonly onTwoShards: readonly string[];
  /** Rows that a shard has of slots that are not its own. */
  readonly left: number;
}

export interface ComparisonOptions {
  readonly acknowledged: readonly Write[];
  readonly stored: Stored;
  readonly owners: Owners;
  /** Keys of the accounts that there were at the beginning. */
  readonly keys: readonly string[];
}

/** Compares the ledgers of clients with all shards, once nothing is under way any more. */
export function compare({ acknowledged, stored, owners, keys }: ComparisonOptions): Comparison {
  const isVisible = ({ shard, slot }: { readonly shard: number; readonly slot: number }) => owners.get(slot) === shard;
  const orders = stored.orders.filter(isVisible);
  const accounts = stored.accounts.filter(isVisible);
  const ids = new Set(orders.map(({ id }) => id));
  const ordersOf = countBy(orders, ({ account }) => account);
  const accountsOf = countBy(accounts, ({ key }) => key);
  return {
    lost: acknowledged.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    doubled: [...countBy(orders, ({ request }) => request)].filter(([, count]) => count > 1).map(([name]) => name),
    accounts: keys.filter((key) => accountsOf.get(key) !== 1),
    counts: accounts.filter(({ key, orders: count }) => count !== (ordersOf.get(key) ?? 0)).map(({ key }) => key),
    onTwoShards: [
      ...seenTwice(
        stored.orders.filter(({ slot }) => !owners.has(slot)),
        ({ id }) => id,
      ),
      ...seenTwice(
        stored.accounts.filter(({ slot }) => !owners.has(slot)),
        ({ key }) => key,
      ),
    ],
    left: [...stored.orders, ...stored.accounts].filter((row) => !isVisible(row)).length,
  };
}

/** What is wrong with a comparison: no machine is a reason for any of it. */
export function wronged({ lost, doubled, accounts, counts, onTwoShards, left }: Comparison): string[] {
  return [
    ...some('acknowledged writes lost', lost),
    ...some('writes doubled', doubled),
    ...some('accounts that are not there once', accounts),
    ...some('accounts that have not as many orders as they count', counts),
    ...some('rows visible on two shards', onTwoShards),
    ...(left === 0 ? [] : [`${left} rows left behind on shards that do not own their slots`]),
  ];
}

/** Rows of slots that have no single owner, and so are shown by every shard that has them. */
function seenTwice<T>(rows: readonly T[], nameOf: (row: T) => string): string[] {
  return [...countBy(rows, nameOf)].filter(([, count]) => count > 1).map(([name]) => name);
}

function countBy<T>(rows: readonly T[], nameOf: (row: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + 1);
  return counts;
}

function some(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${names.length} ${what}: ${names.slice(0, 3).join(', ')}`];
}
