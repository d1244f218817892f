import { Client } from 'pg';
import { migrate } from '../../../service/src/data/migrate';
import { MIGRATIONS } from '../../../service/src/data/migrations';
import { startPostgres, type TestPostgres } from '../../support/postgres';

describe('migrations', () => {
  let postgres: TestPostgres;
  beforeAll(async () => (postgres = await startPostgres()));
  afterAll(() => postgres.stop());

  async function connected<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({
      host: postgres.host,
      port: postgres.port,
      user: postgres.user,
      database: postgres.database,
    });
    await client.connect();
    return work(client).finally(() => client.end());
  }

  test('are applied once, by whoever comes first', async () => {
    const applied = await Promise.all([connected((client) => migrate(client)), connected((client) => migrate(client))]);
    expect(applied.flat().sort()).toEqual(MIGRATIONS.map(({ id }) => id).sort());
    expect(await connected((client) => migrate(client))).toEqual([]);
  });

  test('leave nothing behind of a step that fails, and say which one it was', async () => {
    const broken = [
      ...MIGRATIONS,
      { id: '9999-broken', statements: ['CREATE TABLE half (id text)', 'CREATE NONSENSE'] },
    ];
    await expect(connected((client) => migrate(client, broken))).rejects.toThrow('migration 9999-broken failed');
    expect(await postgres.sql(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
    // The lock is free again.
    expect(await connected((client) => migrate(client))).toEqual([]);
  });
});
