import { randomUUID } from 'node:crypto';
import { slotOf } from '../../../lib/contract/shard-map';
import type { SqlClient } from '../../../runtime/database/sql-client';
import { ShardIds, slotOfId } from '../../../runtime/sharding/shard-ids';
import { until } from '../../cluster/process/until';
import { connectRouter, type Router, type RouterOptions } from '../ground/router';
import type { Ledger, Outcome } from './ledger';
import type { Arrival, Kind } from './plan';

/** An account, and whether it shows the order that its client was told of last. */
const ACCOUNT = `
  SELECT orders, $3::bigint IS NULL OR EXISTS (SELECT FROM orders WHERE slot = $1 AND id = $3) AS shown
  FROM accounts WHERE slot = $1 AND key = $2`;
const ORDER = 'SELECT account FROM orders WHERE slot = $1 AND id = $2';
const PLACE = 'INSERT INTO orders (slot, id, account, request) VALUES ($1, $2, $3, $4)';
const COUNT = 'UPDATE accounts SET orders = orders + 1 WHERE slot = $1 AND key = $2';
const RECENT = `SELECT id::text FROM orders WHERE placed_at > now() - interval '1 second' ORDER BY id DESC LIMIT 20`;

/** What a request came to, beside how long it took. */
type Found = Pick<Outcome, 'write' | 'stale' | 'error'>;

/** Connections to each shard: more than a tenth of a second of requests, so that nobody waits for one while writes are held up. */
const POOL = 16;

/** Clients of a sharded product. They remember what they were told, and hold the shards to it. */
export class Client {
  private readonly ids = new ShardIds();
  /** The last order that each account was told of. */
  private readonly last = new Map<string, string>();

  private constructor(private readonly router: Router) {}

  /** Connects, and waits until every shard has answered. */
  public static async connect(options: Omit<RouterOptions, 'pool'>): Promise<Client> {
    const client = new Client(connectRouter({ ...options, pool: POOL }));
    await until('an answer of every shard', 30, async () => {
      await client.recent();
      return true;
    });
    return client;
  }

  /** Makes a request once, and writes down what became of it before anything else is done. */
  public async make(
    { kind, key }: Pick<Arrival, 'kind' | 'key'>,
    at: number,
    ledger: Pick<Ledger, 'add'>,
  ): Promise<void> {
    const request = new Request(kind === 'all' ? undefined : slotOf(key));
    const note = (found: Found) => {
      const { slot, attempts } = request;
      ledger.add({ at, milliseconds: Date.now() - at, kind, slot, attempts, ...found });
    };
    try {
      note(await this.ask(kind, key, request));
    } catch (error) {
      note({ error: reasonOf(error) });
    }
  }

  public close(): Promise<void> {
    return this.router.close();
  }

  private ask(kind: Kind, key: string, request: Request): Promise<Found> {
    const id = this.last.get(key);
    if (kind === 'write') return this.place(key, request);
    if (kind === 'all') return this.recent();
    if (kind === 'id' && id !== undefined) return this.order(id, request);
    return this.account(key, id, request);
  }

  private async place(key: string, request: Request): Promise<Found> {
    const name = randomUUID();
    const slot = slotOf(key);
    const { result: id } = await this.router.shards.write(
      key,
      request.counted(async (client) => {
        // Another id each time: an order that is there twice is seen by what its client calls it.
        const own = this.ids.next(slot);
        await client.query(PLACE, [slot, own, key, name]);
        await client.query(COUNT, [slot, key]);
        return own;
      }),
    );
    this.last.set(key, id);
    return { write: { request: name, id, key } };
  }

  private async account(key: string, id: string | undefined, request: Request): Promise<Found> {
    const ask = request.counted((client) => client.query(ACCOUNT, [slotOf(key), key, id ?? null]));
    const { rows } = await this.router.shards.read(key, ask);
    return { stale: (rows[0] as { shown: boolean } | undefined)?.shown !== true };
  }

  private async order(id: string, request: Request): Promise<Found> {
    const ask = request.counted((client) => client.query(ORDER, [slotOfId(id), id]));
    const { rows } = await this.router.shards.read({ id }, ask);
    return { stale: rows.length !== 1 };
  }

  private async recent(): Promise<Found> {
    await this.router.shards.readAll((client) => client.query(RECENT));
    return {};
  }
}

/** How often the work of a request is run. */
class Request {
  public attempts = 0;

  public constructor(public readonly slot: number | undefined) {}

  public counted<T>(work: (client: SqlClient) => Promise<T>): (client: SqlClient) => Promise<T> {
    return (client) => {
      this.attempts++;
      return work(client);
    };
  }
}

function reasonOf(error: unknown): string {
  const { code, name, message } = error as { code?: unknown; name?: string; message?: string };
  const words = [typeof code === 'string' ? code : name, message?.slice(0, 120)];
  return words.filter((word) => word !== undefined).join(' ');
}
