import { Pool } from 'pg';
import { secretPool, type DatabaseCredentials, type SecretPoolOptions, type SqlPool } from '../../../runtime';
import { startPostgres, type TestPostgres } from '../../support/postgres';

const SECRET = 'shop-prod-postgres-s1-g1-app';

/** What the secret holds at present. */
let text: string | undefined;
let read: string[];

const client = {
  getSecretValue: ({ SecretId }: { SecretId: string }) => {
    read.push(SecretId);
    return Promise.resolve({ SecretString: text });
  },
};
const holds = (username: string, password: string) => (text = JSON.stringify({ username, password, dbname: 'shop' }));

beforeEach(() => {
  read = [];
  holds('app_a', 'one');
});

describe('with connections that there are none of', () => {
  let made: (DatabaseCredentials & { isEnded: boolean })[];
  let refused: string[];
  const errors: Error[] = [];

  const fakePool = (credentials: DatabaseCredentials): SqlPool => {
    const one = { ...credentials, isEnded: false };
    made.push(one);
    const connection = {
      query: () => Promise.resolve({ rows: [credentials.user], rowCount: 1 }),
      release: () => undefined,
      on: () => undefined,
      removeListener: () => undefined,
    };
    return {
      connect: () =>
        refused.includes(credentials.password)
          ? Promise.reject(Object.assign(new Error('password authentication failed'), { code: '28P01' }))
          : Promise.resolve(connection),
      end: () => {
        one.isEnded = true;
        return Promise.resolve();
      },
      on: () => undefined,
    };
  };
  const start = (options: Partial<SecretPoolOptions> = {}): SqlPool => {
    const pool = secretPool({ client, secret: SECRET, connect: fakePool, ...options });
    pool.on('error', (error) => errors.push(error));
    return pool;
  };

  beforeEach(() => {
    made = [];
    refused = [];
    errors.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  test('nothing is read before there is work, and then once for all who ask', async () => {
    const pool = start();
    expect(read).toEqual([]);
    await Promise.all([pool.connect(), pool.connect()]);
    await pool.connect();
    expect(read).toEqual([SECRET]);
    expect(made).toEqual([{ user: 'app_a', password: 'one', database: 'shop', isEnded: false }]);
  });

  test('a secret that has rotated is found within the hour, and nobody waits for it', async () => {
    const pool = start();
    await pool.connect();
    holds('app_b', 'two');
    jest.advanceTimersByTime(3_599_000);
    await pool.connect();
    expect(read).toHaveLength(1);
    jest.advanceTimersByTime(1000);
    await pool.connect();
    await jest.advanceTimersByTimeAsync(0);
    expect(made.map(({ user, isEnded }) => [user, isEnded])).toEqual([
      ['app_a', true],
      ['app_b', false],
    ]);
  });

  test('a secret that is as it was closes no connection', async () => {
    const pool = start({ refreshSeconds: 10 });
    await pool.connect();
    jest.advanceTimersByTime(10_000);
    await pool.connect();
    await jest.advanceTimersByTimeAsync(0);
    expect(read).toHaveLength(2);
    expect(made).toHaveLength(1);
  });

  test('who is refused with what the secret still says is told so', async () => {
    const pool = start();
    refused = ['one'];
    await expect(pool.connect()).rejects.toThrow('password authentication failed');
    expect(read).toHaveLength(2);
    expect(made).toHaveLength(1);
  });

  test('what has failed for another reason is not tried again', async () => {
    const pool = start({
      connect: (credentials) => ({ ...fakePool(credentials), connect: () => Promise.reject(new Error('gone')) }),
    });
    await expect(pool.connect()).rejects.toThrow('gone');
    expect(read).toHaveLength(1);
  });

  test('a secret that cannot be read later keeps the connections, and is reported', async () => {
    const pool = start({ refreshSeconds: 10 });
    await pool.connect();
    text = undefined;
    jest.advanceTimersByTime(10_000);
    await pool.connect();
    await jest.advanceTimersByTimeAsync(0);
    expect(errors.map(({ message }) => message)).toEqual([
      `${SECRET} must hold JSON with username and password; look at who wrote the secret`,
    ]);
    expect(made).toEqual([{ user: 'app_a', password: 'one', database: 'shop', isEnded: false }]);
  });

  test.each(['{"username":"app_a"}', 'one', 'null', '{"username":1,"password":"one"}'])(
    'a secret that holds %s is refused without being repeated',
    async (wrong) => {
      text = wrong;
      const pool = start();
      await expect(pool.connect()).rejects.toThrow(
        new Error(`${SECRET} must hold JSON with username and password; look at who wrote the secret`),
      );
      holds('app_a', 'one');
      await pool.connect();
      expect(made).toHaveLength(1);
    },
  );

  test('when it has ended, all is closed and nothing is opened', async () => {
    const pool = start();
    await pool.connect();
    await pool.end();
    expect(made.map(({ isEnded }) => isEnded)).toEqual([true]);
    await expect(pool.connect()).rejects.toThrow('the pool of connections is closed');
    expect(read).toHaveLength(1);
  });
});

describe('with PostgreSQL, which asks for passwords', () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await startPostgres();
    const [{ hba_file: rules }] = await server.sql('SHOW hba_file');
    await server.sql(
      `COPY (SELECT unnest(ARRAY['host all postgres all trust', 'host all all all scram-sha-256'])) TO '${String(rules)}'`,
    );
    await server.sql('SELECT pg_reload_conf()');
    await server.sql(`CREATE ROLE app_a LOGIN PASSWORD 'one'`);
    await server.sql(`CREATE ROLE app_b LOGIN PASSWORD 'two'`);
  }, 60_000);
  afterAll(() => server.stop());

  test('work goes on as the other user when the password of the first has changed', async () => {
    const { host, port } = server;
    const pool = secretPool({
      client,
      secret: SECRET,
      connect: ({ user, password }) => new Pool({ host, port, user, password, database: 'postgres', max: 2 }),
    });
    const whoAmI = async (): Promise<unknown> => {
      const connection = await pool.connect();
      try {
        return (await connection.query('SELECT current_user AS me')).rows[0];
      } finally {
        // The next one is a connection that is made anew.
        connection.release(true);
      }
    };
    expect(await whoAmI()).toEqual({ me: 'app_a' });
    holds('app_b', 'two');
    expect(await whoAmI()).toEqual({ me: 'app_a' });
    await server.sql(`ALTER ROLE app_a PASSWORD 'three'`);
    expect(await whoAmI()).toEqual({ me: 'app_b' });
    await pool.end();
  });
});
