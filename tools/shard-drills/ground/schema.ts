import { slotOf } from '../../../lib/contract/shard-map';
import { ACCOUNTS, accountKey } from '../load/plan';

/** Tables of the application: the key of each begins with the slot, and so does the key that one refers to the other with. */
export const TABLES = ['accounts', 'orders'] as const;

export const APPLICATION_DDL = `
  CREATE TABLE accounts (
    slot smallint NOT NULL,
    key text NOT NULL,
    note text NOT NULL,
    orders integer NOT NULL DEFAULT 0,
    PRIMARY KEY (slot, key)
  );
  CREATE TABLE orders (
    slot smallint NOT NULL,
    id bigint NOT NULL,
    account text NOT NULL,
    request uuid NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (slot, id),
    FOREIGN KEY (slot, account) REFERENCES accounts (slot, key)
  );`;

/** Keys of the accounts that there are at the beginning. */
export const KEYS: readonly string[] = Array.from({ length: ACCOUNTS }, (_, rank) => accountKey(rank));

/** Makes the accounts: `$1` are their slots, `$2` their keys. */
export const FILL = `
  INSERT INTO accounts (slot, key, note)
  SELECT slot, key, repeat(key || ' ', 12) FROM unnest($1::smallint[], $2::text[]) AS one (slot, key)`;

export const SLOTS: readonly number[] = KEYS.map(slotOf);
