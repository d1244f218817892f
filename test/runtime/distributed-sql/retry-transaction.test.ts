import { Pool } from 'pg';
import { retryTransaction, type SqlClient, type SqlPool } from '../../../runtime';
import { startPostgres, type TestPostgres } from '../../support/postgres';

const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('with connections that there are none of', () => {
  const CONFLICT = failure('40001', 'mutation conflicts with another transaction, retry as needed (OC000)');
  let asked: string[];
  let released: unknown[];
  let runs: number;

  /** Fails statements in the order in which they are asked for. */
  const poolThatFails = (failures: Record<string, Error[]>): SqlPool => ({
    connect: () =>
      Promise.resolve({
        query: (text: string) => {
          asked.push(text);
          const error = failures[text]?.shift();
          return error ? Promise.reject(error) : Promise.resolve({ rows: [], rowCount: null, command: text });
        },
        release: (error?: Error | boolean) => released.push(error),
        on: () => undefined,
        removeListener: () => undefined,
      }),
    end: () => Promise.resolve(),
    on: () => undefined,
  });
  const quick = { firstPauseMilliseconds: 0 };
  const work = async (client: SqlClient) => {
    runs += 1;
    await client.query('WORK');
    return runs;
  };

  beforeEach(() => {
    asked = [];
    released = [];
    runs = 0;
  });

  test('a commit that lost is taken back, and the whole work is done again', async () => {
    expect(await retryTransaction(poolThatFails({ COMMIT: [CONFLICT] }), work, quick)).toBe(2);
    expect(asked).toEqual(['BEGIN', 'WORK', 'COMMIT', 'ROLLBACK', 'BEGIN', 'WORK', 'COMMIT']);
    expect(released).toEqual([undefined, undefined]);
  });

  test('a statement that lost is treated alike', async () => {
    const schema = failure('40001', 'schema has been updated by another transaction, please retry: (OC001)');
    expect(await retryTransaction(poolThatFails({ WORK: [schema] }), work, quick)).toBe(2);
  });

  test('after the last attempt, the error of the database is thrown', async () => {
    const pool = poolThatFails({ COMMIT: [CONFLICT, CONFLICT, CONFLICT, CONFLICT] });
    await expect(retryTransaction(pool, work, { ...quick, attempts: 3 })).rejects.toBe(CONFLICT);
    expect(runs).toBe(3);
  });

  test('without options, it is 8 attempts', async () => {
    const pool = poolThatFails({ COMMIT: Array.from({ length: 20 }, () => CONFLICT) });
    await expect(retryTransaction(pool, work, quick)).rejects.toBe(CONFLICT);
    expect(runs).toBe(8);
  });

  test('other errors are thrown at once', async () => {
    const duplicate = failure('23505', 'duplicate key value violates unique constraint "notes_pkey"');
    await expect(retryTransaction(poolThatFails({ WORK: [duplicate] }), work, quick)).rejects.toBe(duplicate);
    expect(runs).toBe(1);
  });

  test('a commit whose answer is lost is not done again, and its connection is closed', async () => {
    const lost = failure('ECONNRESET', 'read ECONNRESET');
    await expect(retryTransaction(poolThatFails({ COMMIT: [lost] }), work, quick)).rejects.toBe(lost);
    expect(runs).toBe(1);
    expect(released).toEqual([true]);
  });

  test('a connection that was broken before the transaction began is closed, and another one taken', async () => {
    const pool = poolThatFails({ BEGIN: [failure('ECONNRESET', 'read ECONNRESET')] });
    expect(await retryTransaction(pool, work, quick)).toBe(1);
    expect(released).toEqual([true, undefined]);
  });

  test('a connection that does not take a transaction back is closed', async () => {
    const pool = poolThatFails({ COMMIT: [CONFLICT], ROLLBACK: [new Error('no')] });
    expect(await retryTransaction(pool, work, quick)).toBe(2);
    expect(released).toEqual([true, undefined]);
  });

  test('options out of range are refused, all at once', async () => {
    const pool = poolThatFails({});
    await expect(retryTransaction(pool, work, { attempts: 0, firstPauseMilliseconds: 1001 })).rejects.toThrow(
      new Error(
        'attempts must be a whole number from 1 to 100, got 0; leave it out to have 8\n' +
          'firstPauseMilliseconds must be from 0 to 1000, got 1001; leave it out to have 10',
      ),
    );
    expect(asked).toEqual([]);
  });
});

describe('with a PostgreSQL that is asked for serializable transactions', () => {
  let server: TestPostgres;
  let pool: Pool;

  beforeAll(async () => {
    server = await startPostgres(['default_transaction_isolation=serializable']);
    await server.sql('CREATE TABLE counters (id int PRIMARY KEY, value int NOT NULL)');
    const { host, port, user, database } = server;
    pool = new Pool({ host, port, user, database, max: 8 });
  }, 60_000);
  afterAll(async () => {
    await pool?.end();
    await server?.stop();
  });
  beforeEach(() => server.sql('TRUNCATE counters; INSERT INTO counters VALUES (1, 0)'));

  const read = async (client: SqlClient): Promise<number> => {
    const { rows } = await client.query('SELECT value FROM counters WHERE id = 1');
    return (rows as { value: number }[])[0]?.value ?? NaN;
  };
  const write = (client: SqlClient, value: number) =>
    client.query('UPDATE counters SET value = $1 WHERE id = 1', [value]);

  test('what another one has changed since is read again, and nothing is lost', async () => {
    const seen: number[] = [];
    await retryTransaction(pool, async (client) => {
      const value = await read(client);
      seen.push(value);
      if (seen.length === 1) await server.sql('UPDATE counters SET value = value + 10 WHERE id = 1');
      await write(client, value + 1);
    });
    expect(seen).toEqual([0, 10]);
    expect(await server.sql('SELECT value FROM counters')).toEqual([{ value: 11 }]);
  });

  test('one that loses each time gives the error of PostgreSQL', async () => {
    const losing = retryTransaction(
      pool,
      async (client) => {
        const value = await read(client);
        await server.sql('UPDATE counters SET value = value + 10 WHERE id = 1');
        await write(client, value + 1);
      },
      { attempts: 2, firstPauseMilliseconds: 1 },
    );
    await expect(losing).rejects.toMatchObject({
      code: '40001',
      message: 'could not serialize access due to concurrent update',
    });
    expect(await server.sql('SELECT value FROM counters')).toEqual([{ value: 20 }]);
  });

  test('of eight that add at the same time, each counts once', async () => {
    const add = () =>
      retryTransaction(pool, async (client) => write(client, (await read(client)) + 1), { attempts: 100 });
    await Promise.all(Array.from({ length: 8 }, add));
    expect(await server.sql('SELECT value FROM counters')).toEqual([{ value: 8 }]);
  });
});
