import { Pool } from 'pg';
import {
  forgetProcessed,
  Outbox,
  OUTBOX_DDL,
  OutboxRelay,
  PROCESSED_DDL,
  processOnce,
  type Deliver,
  type SqlClient,
  type TransactionRunner,
} from '../../../runtime';
import { startPostgres, type TestPostgres } from '../../support/postgres';

let server: TestPostgres;
let pool: Pool;

const database: TransactionRunner = {
  write: async (work) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return { result };
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  },
};

const add = (client: SqlClient, id: string) => Outbox.add(client, { id, queue: 'jobs', body: `body of ${id}` });
const addAll = (ids: string[]) =>
  database.write(async (client) => {
    for (const id of ids) await add(client, id);
  });
const waiting = async () => (await pool.query('SELECT id FROM outbox ORDER BY position')).rows as { id: string }[];
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `job-${index}`);

/** Delivers in the next turn, so that relays are in each other's way. */
function recorder() {
  const delivered: string[] = [];
  const deliver: Deliver = async (jobs) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    delivered.push(...jobs.map(({ id }) => id));
    return [];
  };
  return { delivered, deliver };
}

beforeAll(async () => {
  server = await startPostgres();
  const { host, port, user, database: name } = server;
  pool = new Pool({ host, port, user, database: name, max: 12 });
  // Of the pool, when the server goes.
  pool.on('error', () => undefined);
  for (const ddl of [OUTBOX_DDL, OUTBOX_DDL, PROCESSED_DDL, PROCESSED_DDL]) await pool.query(ddl);
  await pool.query('CREATE TABLE effects (id text)');
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});
beforeEach(() => pool.query('TRUNCATE outbox, processed_jobs, effects'));

describe('the outbox', () => {
  test('has no job whose transaction did not commit', async () => {
    const failing = database.write(async (client) => {
      await add(client, 'job');
      throw new Error('the data is refused');
    });
    await expect(failing).rejects.toThrow('the data is refused');
    expect(await waiting()).toEqual([]);
  });

  test('has a job once where the write is repeated', async () => {
    await addAll(['job']);
    await addAll(['job']);
    expect(await waiting()).toEqual([{ id: 'job' }]);
  });

  test('is emptied by any number of relays, each job by one of them', async () => {
    const { delivered, deliver } = recorder();
    await addAll(numbers(300));
    const relays = Array.from({ length: 8 }, () => new OutboxRelay({ database, deliver }));
    relays.forEach((relay) => relay.start());
    await Promise.all(relays.map((relay) => relay.stop()));
    expect(await waiting()).toEqual([]);
    expect([...delivered].sort()).toEqual(numbers(300).sort());
  });

  test('passes over what another relay holds, without waiting', async () => {
    await addAll(['held', 'free']);
    const holder = await pool.connect();
    await holder.query('BEGIN');
    await holder.query("SELECT id FROM outbox WHERE id = 'held' FOR UPDATE");
    const { delivered, deliver } = recorder();
    const relay = new OutboxRelay({ database, deliver });
    relay.start();
    await relay.stop();
    expect(delivered).toEqual(['free']);
    // As when its process is killed: the job is free.
    holder.release(true);
    const successor = new OutboxRelay({ database, deliver });
    for (const end = Date.now() + 10_000; (await waiting()).length > 0 && Date.now() < end;) {
      successor.start();
      await successor.stop();
    }
    expect(delivered).toEqual(['free', 'held']);
  });

  test('puts off what could not be delivered: 1 second, 2, 4, up to a minute', async () => {
    await addAll(['job']);
    const deliver: Deliver = (jobs) => Promise.resolve(jobs.map(({ id }) => ({ id, reason: 'refused' })));
    const seconds: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const relay = new OutboxRelay({ database, deliver });
      relay.start();
      await relay.stop();
      const { rows } = await pool.query(
        'SELECT extract(epoch FROM due_at - clock_timestamp())::float8 AS s FROM outbox',
      );
      seconds.push(Math.round((rows as { s: number }[])[0]?.s ?? NaN));
      await pool.query('UPDATE outbox SET due_at = now()');
    }
    expect(seconds).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('has what was put off delivered when it is due', async () => {
    await addAll(['job']);
    const { delivered, deliver } = recorder();
    let refusals = 1;
    const relay = new OutboxRelay({
      database,
      deliver: (jobs) => (refusals-- > 0 ? Promise.reject(new Error('no network')) : deliver(jobs)),
    });
    relay.start();
    for (const end = Date.now() + 10_000; delivered.length === 0 && Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await relay.stop();
    expect([delivered, await waiting()]).toEqual([['job'], []]);
  });
});

describe('processOnce', () => {
  const effect = (client: SqlClient, id: string) => async () => {
    await client.query('INSERT INTO effects VALUES ($1)', [id]);
  };
  const process = async (id: string) =>
    (await database.write((client) => processOnce(client, id, effect(client, id)))).result;
  const effects = async () => (await pool.query('SELECT id FROM effects')).rows as { id: string }[];

  test('does a job once, however often it is delivered', async () => {
    expect([await process('job'), await process('job'), await process('other')]).toEqual([true, false, true]);
    expect(await effects()).toEqual([{ id: 'job' }, { id: 'other' }]);
  });

  test('does a job once where it is delivered many times at the same time', async () => {
    const done = await Promise.all(Array.from({ length: 10 }, () => process('job')));
    expect([done.filter(Boolean).length, await effects()]).toEqual([1, [{ id: 'job' }]]);
  });

  test('does a job again that failed, and leaves nothing of the first time', async () => {
    const failing = database.write((client) =>
      processOnce(client, 'job', async () => {
        await effect(client, 'job')();
        throw new Error('after the effect');
      }),
    );
    await expect(failing).rejects.toThrow('after the effect');
    expect([await effects(), await process('job'), await effects()]).toEqual([[], true, [{ id: 'job' }]]);
  });

  test('refuses a job without an id', async () => {
    await expect(process('')).rejects.toThrow('id must name the job, got nothing');
  });

  test('forgets what was done longer ago than it is told', async () => {
    await process('old');
    await pool.query("UPDATE processed_jobs SET processed_at = now() - interval '31 days'");
    await process('new');
    expect(await forgetProcessed(pool)).toBe(1);
    expect((await pool.query('SELECT id FROM processed_jobs')).rows).toEqual([{ id: 'new' }]);
  });
});
