import type { Write } from '../../../tools/shard-drills/load/ledger';
import {
  compare,
  wronged,
  type ComparisonOptions,
  type StoredAccount,
  type StoredOrder,
} from '../../../tools/shard-drills/judge/comparison';

const account = (shard: number, slot: number, key: string, orders: number): StoredAccount => ({
  shard,
  slot,
  key,
  orders,
});
const order = (shard: number, slot: number, id: string, key: string): StoredOrder => ({
  shard,
  slot,
  id,
  request: `request-${id}`,
  account: key,
});
const write = (id: string, key: string): Write => ({ request: `request-${id}`, id, key });

const accounts = [account(0, 1, 'ada', 1), account(1, 2, 'bob', 2)];
const orders = [order(0, 1, '10', 'ada'), order(1, 2, '20', 'bob'), order(1, 2, '21', 'bob')];
const WELL: ComparisonOptions = {
  acknowledged: [write('10', 'ada'), write('20', 'bob')],
  stored: { accounts, orders },
  owners: new Map([
    [1, 0],
    [2, 1],
  ]),
  keys: ['ada', 'bob'],
};
const with_ = (further: Partial<ComparisonOptions['stored']>): ComparisonOptions => ({
  ...WELL,
  stored: { accounts, orders, ...further },
});

describe('the comparison of ledgers with shards', () => {
  test('finds nothing where every acknowledged write is there once: one that nobody was told of may be there too', () => {
    expect(wronged(compare(WELL))).toEqual([]);
  });

  test('finds a write that is not there', () => {
    expect(wronged(compare(with_({ orders: orders.slice(1) })))).toEqual([
      '1 acknowledged writes lost: 10',
      '1 accounts that have not as many orders as they count: ada',
    ]);
  });

  test('takes a write for lost that is only on a shard that does not own its slot', () => {
    const moved = [{ ...orders[0], shard: 1 }, ...orders.slice(1)];
    expect(compare(with_({ orders: moved }))).toMatchObject({ lost: ['10'], left: 1 });
  });

  test('finds a request that has two orders', () => {
    const again = { ...orders[0], id: '11' };
    expect(wronged(compare(with_({ orders: [...orders, again] })))).toEqual([
      '1 writes doubled: request-10',
      '1 accounts that have not as many orders as they count: ada',
    ]);
  });

  test('finds rows that were left behind, which nobody sees', () => {
    expect(wronged(compare(with_({ orders: [...orders, { ...orders[0], shard: 1 }] })))).toEqual([
      '1 rows left behind on shards that do not own their slots',
    ]);
  });

  test('finds rows that two shards show, since both say that they own their slot', () => {
    const both = with_({ accounts: [...accounts, { ...accounts[0], shard: 1 }] });
    const found = compare({ ...both, owners: new Map([[2, 1]]) });
    expect(found.onTwoShards).toEqual(['ada']);
    expect(found.accounts).toEqual(['ada']);
  });

  test('finds accounts that are gone, or have lost an addition', () => {
    const less = [account(0, 1, 'ada', 0)];
    expect(compare(with_({ accounts: less }))).toMatchObject({ accounts: ['bob'], counts: ['ada'] });
  });
});
