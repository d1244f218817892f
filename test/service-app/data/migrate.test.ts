import { migrate } from '../../../service/src/data/migrate';
import { MIGRATIONS } from '../../../service/src/data/migrations';
import { connected } from '../support/migrated';
import { startPostgres, type TestPostgres } from '../../support/postgres';

describe('migrations', () => {
  let postgres: TestPostgres;
  beforeAll(async () => (postgres = await startPostgres()));
  afterAll(() => postgres.stop());

  test('are applied once, by whoever comes first', async () => {
    const applied = await Promise.all([
      connected(postgres, (client) => migrate(client)),
      connected(postgres, (client) => migrate(client)),
    ]);
    expect(applied.flat().sort()).toEqual(MIGRATIONS.map(({ id }) => id).sort());
    expect(await connected(postgres, (client) => migrate(client))).toEqual([]);
  });

  test('leave nothing behind of a step that fails, and say which one it was', async () => {
    const broken = [
      ...MIGRATIONS,
      { id: '9999-broken', statements: ['CREATE TABLE half (id text)', 'CREATE NONSENSE'] },
    ];
    await expect(connected(postgres, (client) => migrate(client, broken))).rejects.toThrow(
      'migration 9999-broken failed',
    );
    expect(await postgres.sql(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
    // The lock is free again.
    expect(await connected(postgres, (client) => migrate(client))).toEqual([]);
  });
});
