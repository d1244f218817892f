import type { Socket } from 'node:net';
import { Pool } from 'pg';
import { connectDatabase, type Database, type SqlClient } from '../../../runtime';
import { startPostgres, type TestPostgres } from '../../support/postgres';

const IDLE_SECONDS = 1;

let primary: TestPostgres;
let replica: TestPostgres;
let database: Database;
const errors: Error[] = [];

/** A database of its own for each test: the endpoint of the writer is moved by giving another server. */
function connect(writer: () => TestPostgres = () => primary): Database {
  const endpoint = ({ host, port }: TestPostgres) => ({ host, port });
  return connectDatabase({
    topology: {
      read: () => Promise.resolve({ writer: endpoint(writer()), readers: [endpoint(replica)] }),
    },
    connect: ({ host, port }) =>
      new Pool({
        host,
        port,
        user: 'postgres',
        database: 'postgres',
        max: 3,
        application_name: 'tested',
        query_timeout: 3000,
      }),
    probeSeconds: 0.1,
    refreshSeconds: 0.2,
    maxLagSeconds: 0.5,
    maxWaitMilliseconds: 400,
    idleSeconds: IDLE_SECONDS,
    onError: (error) => errors.push(error),
  });
}

const serverOf = async (client: SqlClient): Promise<number> => {
  const { rows } = await client.query('SELECT inet_server_port() AS port');
  return (rows as { port: number }[])[0]?.port ?? 0;
};
const add = (client: SqlClient) => client.query('INSERT INTO notes DEFAULT VALUES');
const count = async (client: SqlClient): Promise<number> => {
  const { rows } = await client.query('SELECT count(*)::int AS count FROM notes');
  return (rows as { count: number }[])[0]?.count ?? 0;
};

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5000; !(await holds());) {
    if (Date.now() > end) throw new Error(`it does not come to ${holds.toString()}: ${errors.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

beforeAll(async () => {
  primary = await startPostgres(['synchronous_commit=on']);
  await primary.sql('CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY)');
  replica = await primary.follower();
}, 60_000);
afterAll(async () => {
  await Promise.all([primary.stop(), replica.stop()]);
});
beforeEach(() => {
  database = connect();
});
afterEach(() => database.close());

test('reads go to the replica, and see what was written before', async () => {
  for (let written = 1; written <= 20; written += 1) {
    const { position } = await database.write(add);
    const read = await database.read(async (client) => [await count(client), await serverOf(client)], {
      after: position,
    });
    expect(read).toEqual([written, replica.port]);
  }
});

test('a read sees a write whose commit is asynchronous', async () => {
  const { result, position } = await database.write(async (client) => {
    await client.query('SET LOCAL synchronous_commit = off');
    await add(client);
    return count(client);
  });
  expect(await database.read(count, { after: position })).toBe(result);
});

test('a replica that does not follow is left out, and a read after a write is right all the while', async () => {
  await database.read(count);
  await replica.sql('SELECT pg_wal_replay_pause()');
  const before = await database.read(count);
  const { position } = await database.write(add);
  const read = async (client: SqlClient) => [await count(client), await serverOf(client)];
  expect(await database.read(read, { after: position })).toEqual([before + 1, primary.port]);
  await until(async () => (await database.read(serverOf)) === primary.port);
  await replica.sql('SELECT pg_wal_replay_resume()');
  await until(async () => (await database.read(serverOf)) === replica.port);
});

test('a connection that is lost while nothing is asked of it fails its own work, and nothing else', async () => {
  const lost = database.write(async (client) => {
    // As when the machine of the server is gone: nobody says goodbye.
    (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return add(client);
  });
  await expect(lost).rejects.toThrow(/not queryable|terminated/);
  await expect(database.write(count)).resolves.toMatchObject({ result: expect.any(Number) as number });
});

test('connections that the server ends are opened again, without a failure of what comes after', async () => {
  await database.write(add);
  await database.read(count);
  const ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tested'";
  await Promise.all([primary.sql(ended), replica.sql(ended)]);
  expect((await database.write(add)).position).toMatch(/^0\//);
  expect(await database.read(count)).toBeGreaterThan(0);
});

test('those who wait for a connection get another one when the server ends that of someone else', async () => {
  const sleeping = [1, 2, 3].map(() =>
    database.write((client) => client.query('SELECT pg_sleep(1)')).catch(() => 'lost'),
  );
  const running = "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(1)'";
  await until(async () => (await primary.sql(running)).length === 3);
  const waiting = [1, 2, 3].map(() => database.write(add));
  await primary.sql(`SELECT pg_terminate_backend(pid) FROM (${running} LIMIT 1) one`);
  expect(await Promise.all(waiting)).toHaveLength(3);
  expect((await Promise.all(sleeping)).filter((result) => result === 'lost')).toHaveLength(1);
});

test('a statement that fails takes the transaction back, even where the work goes on', async () => {
  const before = await database.read(count);
  const writing = database.write(async (client) => {
    await add(client);
    await client.query('SELECT 1/0').catch(() => undefined);
  });
  await expect(writing).rejects.toThrow('its transaction was taken back');
  expect((await database.write(count)).result).toBe(before);
});

test('no connection is open on either server after a while without work', async () => {
  await database.write(add);
  await database.read(count);
  const connections = async () => {
    const open = "SELECT pid FROM pg_stat_activity WHERE application_name = 'tested'";
    return (await primary.sql(open)).length + (await replica.sql(open)).length;
  };
  expect(await connections()).toBeGreaterThan(1);
  await until(() => database.status().asleep);
  await until(async () => (await connections()) === 0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await connections()).toBe(0);
});

test('when the writer is lost, reads go on, and writes succeed on the replica that takes its place', async () => {
  let writer = primary;
  const moving = connect(() => writer);
  const { position } = await moving.write(add);
  const before = await moving.read(count, { after: position });
  await primary.stop();
  await expect(moving.write(add)).rejects.toThrow();
  expect(await moving.read(count)).toBe(before);
  await replica.sql('SELECT pg_promote()');
  writer = replica;
  await until(() =>
    moving.write(add).then(
      () => true,
      () => false,
    ),
  );
  expect((await moving.write(count)).result).toBe(before + 1);
  await moving.close();
});
