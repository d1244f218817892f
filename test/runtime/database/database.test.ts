import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { connectDatabase, DatabaseUnavailableError, type Database, type SqlClient } from '../../../runtime';
import { fakeServers, sqlError } from './fake-servers';

let servers: ReturnType<typeof fakeServers>;
let database: Database;
let topologies: number;

beforeEach(() => {
  jest.useFakeTimers();
  servers = fakeServers();
  topologies = 0;
  database = connectDatabase({
    topology: {
      read: () => {
        topologies += 1;
        return Promise.resolve(servers.topology);
      },
    },
    connect: servers.connect,
    maxLagSeconds: 3,
    idleSeconds: 30,
  });
});
afterEach(() => jest.useRealTimers());

/** The host that answers. */
async function who(client: SqlClient): Promise<string> {
  const { rows } = await client.query('SELECT who');
  return (rows as { host: string }[])[0]?.host ?? '';
}

/** Lets time go by while a promise is waited for. */
async function passing<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(milliseconds);
  return promise;
}

const seconds = (number: number) => jest.advanceTimersByTimeAsync(number * 1000);

/** Hosts that answer twenty reads. */
async function readers(after?: string): Promise<string[]> {
  const hosts = new Set<string>();
  for (let i = 0; i < 20; i += 1) hosts.add(await passing(200, database.read(who, { after })));
  return [...hosts].sort();
}

test('nothing is connected to before there is work', () => {
  expect(database.status()).toEqual({ asleep: true, writer: undefined, readers: [] });
  expect([topologies, ...servers.servers.map(({ pools }) => pools)]).toEqual([0, 0, 0, 0]);
});

test('reads go to every reader, and none to the writer', async () => {
  expect(await readers()).toEqual(['one', 'two']);
});

test('without readers, or with the writer as its own reader, the writer is read with one pool', async () => {
  servers.topology = { writer: servers.writer.endpoint, readers: [servers.writer.endpoint] };
  expect(await readers()).toEqual(['writer']);
  expect(servers.writer.pools).toBe(1);
});

test('a write is a transaction, and gives the position of the writer after it', async () => {
  servers.writer.position = '0/AB';
  expect(await database.write(who)).toEqual({ result: 'writer', position: '0/AB' });
  expect(servers.writer.statements).toEqual(['BEGIN', 'SELECT who', 'COMMIT']);
});

test('a write that fails is taken back, and its connection is kept', async () => {
  servers.writer.nextError = sqlError('23505');
  await expect(database.write(who)).rejects.toMatchObject({ code: '23505' });
  expect(servers.writer.statements).toEqual(['BEGIN', 'SELECT who', 'ROLLBACK']);
  expect(servers.writer.destroyed).toBe(0);
});

test('a read after a write waits for a reader, and reads the writer where none gets there in time', async () => {
  await database.read(who);
  servers.writer.position = '0/20';
  servers.two.state = 'refusing';
  await seconds(1);
  setTimeout(() => (servers.one.position = '0/20'), 50);
  expect(await passing(60, database.read(who, { after: '0/20' }))).toBe('one');
  expect(await passing(100, database.read(who, { after: '0/21' }))).toBe('writer');
  expect(await database.read(who)).toBe('one');
});

test('an idle writer makes no reader late, however old its last change is', async () => {
  await database.read(who);
  for (let second = 0; second < 20; second += 1) {
    await seconds(1);
    await database.read(who);
  }
  expect(database.status().readers).toEqual([
    { endpoint: servers.one.endpoint, usable: true, lagSeconds: 0 },
    { endpoint: servers.two.endpoint, usable: true, lagSeconds: 0 },
  ]);
});

test('a reader that is further behind than it may leaves, and returns when it has caught up', async () => {
  await database.read(who);
  for (let second = 1; second <= 6; second += 1) {
    servers.writer.position = servers.one.position = `0/${second}00`;
    await seconds(1);
    await database.read(who);
  }
  expect(await readers()).toEqual(['one']);
  servers.two.position = servers.writer.position;
  await seconds(1);
  expect(await readers()).toEqual(['one', 'two']);
});

test('a reader that is behind from the start is not used before it has caught up', async () => {
  servers.writer.position = servers.one.position = '0/20';
  expect(await readers()).toEqual(['one']);
});

test('a read whose reader fails is done elsewhere, and that reader is left alone until it answers', async () => {
  await database.read(who);
  servers.one.nextError = sqlError('57P01');
  servers.two.nextError = sqlError('57P01');
  expect(await database.read(who)).toBe('writer');
  expect(await database.read(who)).toBe('writer');
  await seconds(1);
  expect(await readers()).toEqual(['one', 'two']);
});

test('an error of the work is not tried elsewhere', async () => {
  await database.read(who);
  servers.one.nextError = sqlError('42601');
  servers.two.nextError = sqlError('42601');
  await expect(database.read(who)).rejects.toMatchObject({ code: '42601' });
  expect(servers.writer.statements).toEqual([]);
});

test('a read of a reader that freezes is given up and done elsewhere within 3 seconds', async () => {
  await database.read(who);
  servers.one.state = 'frozen';
  servers.two.state = 'frozen';
  expect(await passing(3000, database.read(who))).toBe('writer');
});

test('writes fail while the writer refuses, and succeed as soon as it answers', async () => {
  await database.write(who);
  servers.writer.state = 'refusing';
  await expect(database.write(who)).rejects.toBeInstanceOf(DatabaseUnavailableError);
  await expect(database.write(who)).rejects.toBeInstanceOf(DatabaseUnavailableError);
  servers.writer.state = 'up';
  expect((await database.write(who)).result).toBe('writer');
});

test('reads go on while the writer is gone', async () => {
  await database.read(who);
  servers.writer.state = 'refusing';
  await seconds(5);
  expect(await readers()).toEqual(['one', 'two']);
  expect(database.status().writer?.usable).toBe(false);
});

test('every connection to a writer that has become a reader is opened anew', async () => {
  await database.write(who);
  servers.writer.nextError = sqlError('25006');
  await expect(database.write(who)).rejects.toMatchObject({ code: '25006' });
  expect(servers.writer.open).toBe(0);
  await database.write(who);
  expect(servers.writer.pools).toBe(2);
});

test('a writer that freezes is waited for as long as is said, and no longer', async () => {
  await database.write(who);
  servers.writer.state = 'frozen';
  await seconds(3);
  const writing = database.write(who);
  await expect(passing(3100, writing)).rejects.toThrow('took longer than 3000 ms');
});

test('too many who wait are refused at once', async () => {
  database = connectDatabase({
    topology: { read: () => Promise.resolve(servers.topology) },
    connect: servers.connect,
    maxWaiting: 1,
  });
  await database.read(who);
  servers.writer.state = 'frozen';
  const waiting = database.write(who);
  waiting.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(0);
  await expect(database.write(who)).rejects.toThrow('writer writer:5432 has 1 waiting for a connection');
  await expect(passing(3100, waiting)).rejects.toBeInstanceOf(DatabaseUnavailableError);
});

test('readers come and go with the topology', async () => {
  await database.read(who);
  servers.topology = { ...servers.topology, readers: [servers.two.endpoint] };
  await seconds(11);
  expect(await readers()).toEqual(['two']);
  expect(servers.one.open).toBe(0);
});

test('after a while without work everything is closed and asleep, and work wakes it', async () => {
  await database.write(who);
  await database.read(who);
  await seconds(32);
  expect(database.status().asleep).toBe(true);
  expect(servers.servers.map(({ open }) => open)).toEqual([0, 0, 0]);
  const before = topologies;
  expect(jest.getTimerCount()).toBe(0);
  await seconds(600);
  expect([topologies, ...servers.servers.map(({ open }) => open)]).toEqual([before, 0, 0, 0]);
  expect(await readers()).toEqual(['one', 'two']);
  expect(topologies).toBe(before + 1);
});

test('a topology that cannot be read is an error while none is known, and tried again by the next work', async () => {
  let fails = true;
  database = connectDatabase({
    topology: { read: () => (fails ? Promise.reject(new Error('denied')) : Promise.resolve(servers.topology)) },
    connect: servers.connect,
  });
  await expect(database.read(who)).rejects.toThrow('the topology of the database cannot be read');
  fails = false;
  expect(['one', 'two']).toContain(await database.read(who));
});

test('closing waits for what is under way, and takes nothing new', async () => {
  let finish: () => void = () => undefined;
  const writing = database.write(() => new Promise<void>((resolve) => (finish = resolve)));
  await jest.advanceTimersByTimeAsync(0);
  const closing = database.close();
  await expect(database.read(who)).rejects.toThrow('the database is closed');
  finish();
  await Promise.all([writing, closing]);
  expect(servers.servers.map(({ open }) => open)).toEqual([0, 0, 0]);
  expect(servers.writer.statements.at(-1)).toBe('COMMIT');
});

test('with MySQL a read after a write reads the writer', async () => {
  database = connectDatabase({
    topology: { read: () => Promise.resolve(servers.topology) },
    connect: servers.connect,
    engine: 'mysql',
  });
  const { position } = await database.write(who);
  expect(await database.read(who, { after: position })).toBe('writer');
  expect(['one', 'two']).toContain(await database.read(who));
});

test('what work gives is forgotten with it, however long the pool is used', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const workOf = async (does: (work: () => Promise<object | undefined>) => Promise<unknown>) => {
    let row: object | undefined = {};
    const kept = new WeakRef(row);
    await does(() => Promise.resolve(row));
    row = undefined;
    return kept;
  };
  const given = [await workOf((work) => database.read(work)), await workOf((work) => database.write(work))];
  await jest.advanceTimersByTimeAsync(0);
  collect();
  expect(given.map((kept) => kept.deref())).toEqual([undefined, undefined]);
  expect(database.status().asleep).toBe(false);
});
