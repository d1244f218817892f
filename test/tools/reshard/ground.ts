import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { libpqAddress, type ShardConnections } from '../../../tools/reshard/connections';
import {
  DEFAULT_LIMITS,
  type Phase,
  type RecordStore,
  type ReshardGround,
  type StoredRecord,
} from '../../../tools/reshard/ground';
import type { TestPostgres } from '../../support/postgres';

/** Items of a control table that is kept in memory. */
export class MemoryRecords implements RecordStore {
  private readonly items = new Map<string, StoredRecord>();

  public read(record: string): Promise<StoredRecord> {
    return Promise.resolve(this.items.get(record) ?? { version: 0 });
  }

  public async write(record: string, value: string, version: number): Promise<boolean> {
    if ((await this.read(record)).version !== version) return false;
    this.items.set(record, { value, version: version + 1 });
    return true;
  }
}

/** Somebody has killed whoever moved slots. */
export class Killed extends Error {}

/** Where tests move slots. Nobody routes by the map, so that nobody has to be waited for. */
export class TestGround implements ReshardGround {
  public readonly store = new MemoryRecords();
  public readonly limits = { ...DEFAULT_LIMITS, sliceSlots: 4096, groupSlots: 1024 };
  public readonly clock = { now: Date.now, sleep: (milliseconds: number) => sleep(Math.min(milliseconds, 100)) };
  public readonly said: string[] = [];
  public holder = 'first';
  public readonly connections: ShardConnections;
  /** At which it is killed. */
  public killedAt?: Phase;

  public constructor(private readonly servers: readonly TestPostgres[]) {
    this.connections = {
      deployed: () => Promise.resolve(servers.map((_, shard) => shard)),
      connect: async (shard) => {
        const client = new Client(this.settings(shard));
        client.on('error', () => {});
        await client.connect();
        return client;
      },
      address: (shard) => {
        const { host, port, user, database } = this.settings(shard);
        return Promise.resolve(libpqAddress({ host, port, user, dbname: database }));
      },
    };
  }

  public readonly say = (line: string): void => void this.said.push(line);

  public readonly onPhase = ({ phase }: { readonly phase: Phase }): void => {
    if (phase !== this.killedAt) return;
    this.killedAt = undefined;
    throw new Killed(phase);
  };

  private settings(shard: number): { host: string; port: number; user: string; database: string } {
    const { host, port, user, database } = this.servers[shard];
    return { host, port, user, database };
  }
}
