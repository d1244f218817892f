import type { ShardMap } from '../../../lib/contract/shard-map';
import {
  connectShards,
  type ConnectShardPool,
  type Endpoint,
  type ShardIdentity,
  type ShardPlace,
  type Shards,
  type ShardsOptions,
  type SqlPool,
  type SqlPoolClient,
  type SqlResult,
} from '../../../runtime';
import { sqlError } from '../database/fake-servers';
import { FakeControlTable } from './fake-control-table';

/** What a shard knows of a slot. */
export type FakeSlot =
  | { readonly state: 'owned' }
  | { readonly state: 'fenced' }
  | { readonly state: 'moved'; readonly peer: number; readonly token: string }
  | { readonly state: 'receiving'; readonly token: string };

/** A server of a shard that there is none of: it keeps slots as a shard does, and answers with its name. */
export class FakeShardServer {
  public readonly slots = new Map<number, FakeSlot>();
  public readonly statements: string[] = [];
  public position = '0/10';
  public follows = false;
  public state: 'up' | 'refusing' | 'frozen' = 'up';
  public open = 0;
  /** Thrown by statements, the first one first, unless it is nothing. */
  public errors: (Error | undefined)[] = [];
  /** Done before each statement of work. */
  public meanwhile?: (text: string) => void | Promise<void>;

  constructor(public readonly host: string) {}

  public get endpoint(): Endpoint {
    return { host: this.host, port: 5432 };
  }

  /** Work that it has done, without what every transaction has. */
  public get work(): string[] {
    return this.statements.filter((text) => /^(read|write)/.test(text));
  }

  public pool(): SqlPool {
    this.open += 1;
    return {
      on: () => undefined,
      end: () => {
        this.open -= 1;
        return Promise.resolve();
      },
      connect: () => {
        if (this.state === 'frozen') return new Promise(() => undefined);
        if (this.state === 'refusing') return Promise.reject(sqlError('ECONNREFUSED', 'connect ECONNREFUSED'));
        return Promise.resolve(this.client());
      },
    };
  }

  private client(): SqlPoolClient {
    return {
      query: (text, values = []) => this.answer(text, values),
      on: () => undefined,
      removeListener: () => undefined,
      release: () => undefined,
    };
  }

  private async answer(text: string, values: unknown[]): Promise<SqlResult> {
    if (this.state === 'refusing') throw new Error('Connection terminated unexpectedly');
    if (text.includes('pg_is_in_recovery')) return rowsOf({ follows: this.follows, position: this.position });
    if (text.includes('pg_current_wal_insert_lsn')) return rowsOf({ position: this.position });
    this.statements.push(values.length > 0 ? `${text} ${JSON.stringify(values)}` : text);
    if (/^(read|write|COMMIT)/.test(text)) {
      await this.meanwhile?.(text);
      const error = this.errors.shift();
      if (error) throw error;
    }
    const [, checked] = /sharding\.check\((\d+)\)/.exec(text) ?? [];
    if (checked !== undefined) this.refuse(Number(checked), false);
    if (text.includes('sharding.enter')) this.refuse(Number(values[0]), true);
    if (text.startsWith('write')) (values as number[]).forEach((slot) => this.refuse(slot, true));
    if (text.includes('sharding.accept')) this.accept(values[0] as number[], values[1] as string);
    if (text.includes('sharding.elsewhere')) return rowsOf(...this.elsewhere(values[0] as number[]));
    return { ...rowsOf({ host: this.host }), command: text };
  }

  private refuse(slot: number, writes: boolean): void {
    const held = this.slots.get(slot);
    if (held?.state === 'owned' || (held?.state === 'fenced' && !writes)) return;
    if (held?.state === 'fenced') throw refusal('ZS001', { slot });
    if (held?.state === 'moved') throw refusal('ZS002', { slot, to: held.peer, token: held.token });
    throw refusal('ZS003', { slot });
  }

  private accept(slots: readonly number[], token: string): void {
    for (const slot of slots) {
      const held = this.slots.get(slot);
      if (held?.state === 'receiving' && held.token === token) this.slots.set(slot, { state: 'owned' });
    }
  }

  private elsewhere(slots: readonly number[]): Record<string, unknown>[] {
    return slots.flatMap((slot) => {
      const held = this.slots.get(slot);
      if (held?.state === 'owned' || held?.state === 'fenced') return [];
      const { peer = null, token = null } = held?.state === 'moved' ? held : {};
      return [{ slot, peer, token }];
    });
  }
}

/** What a shard refuses with, as `pg` throws it. */
export function refusal(code: string, detail: Readonly<Record<string, unknown>>): Error {
  return Object.assign(sqlError(code, `refused with ${code}`), { detail: JSON.stringify(detail) });
}

/** Shards with one server each, unless readers are given, and who they are by a map. */
export class FakeShards {
  public readonly table = new FakeControlTable();
  public readonly errors: string[] = [];
  public readonly identities: ShardIdentity[] = [];
  public readonly writers: readonly FakeShardServer[];
  public readonly readers: readonly FakeShardServer[];
  public places: ReadonlyMap<number, ShardPlace>;
  public readings = 0;

  constructor(count: number, { readers = false } = {}) {
    const numbers = Array.from({ length: count }, (_, shard) => shard);
    this.writers = numbers.map((shard) => new FakeShardServer(`writer-${shard}`));
    this.readers = readers ? numbers.map((shard) => new FakeShardServer(`reader-${shard}`)) : [];
    this.readers.forEach((reader) => (reader.follows = true));
    this.places = new Map(numbers.map((shard) => [shard, this.placeOf(shard)]));
  }

  /** Publishes a map, and has every server know what it says. */
  public put(change: (map: ShardMap) => ShardMap): void {
    this.table.put(change);
    this.table.map.owners.forEach((owner, slot) => this.own(slot, owner));
  }

  /** Gives a slot to a shard, and takes it from the others. */
  public own(slot: number, shard: number): void {
    this.servers.forEach(({ slots }) => slots.delete(slot));
    for (const server of [this.writers[shard], this.readers[shard]]) server?.slots.set(slot, { state: 'owned' });
  }

  /** A slot leaves one shard for another, of which the map knows nothing yet. */
  public move(slot: number, from: number, to: number): void {
    const token = `move-${from}-${to}`;
    for (const server of [this.writers[from], this.readers[from]]) {
      server?.slots.set(slot, { state: 'moved', peer: to, token });
    }
    for (const server of [this.writers[to], this.readers[to]]) server?.slots.set(slot, { state: 'receiving', token });
  }

  public connect(options: Partial<ShardsOptions> = {}): Shards {
    const connect: ConnectShardPool = ({ host }, _role, identity) => {
      this.identities.push(identity);
      const server = this.servers.find((each) => each.host === host);
      if (!server) throw new Error(`there is no ${host}`);
      return server.pool();
    };
    return connectShards({
      control: { client: this.table, table: 'shop-control' },
      shards: {
        read: () => {
          this.readings += 1;
          return Promise.resolve(this.places);
        },
      },
      connect,
      idleSeconds: 30,
      onError: ({ message }) => this.errors.push(message),
      ...options,
    });
  }

  public placeOf(shard: number): ShardPlace {
    const reader = this.readers[shard];
    return {
      writer: this.writers[shard].endpoint,
      readers: reader ? [reader.endpoint] : [],
      database: `shop-${shard}`,
      secret: `shop/${shard}/app`,
    };
  }

  private get servers(): readonly FakeShardServer[] {
    return [...this.writers, ...this.readers];
  }
}

function rowsOf(...rows: readonly unknown[]): SqlResult {
  return { rows, rowCount: rows.length };
}
