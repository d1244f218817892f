import { openPostgres, postgresSession } from '../../../lambda/rotate-credentials/postgres';
import { scramVerifier } from '../../../lambda/rotate-credentials/scram';
import type { AppUsers } from '../../../lambda/rotate-credentials/ports';

const connect = jest.fn<Promise<void>, []>();
const end = jest.fn<Promise<void>, []>();
const clientOptions = jest.fn<void, [unknown]>();

jest.mock('pg', () => ({
  ...jest.requireActual<object>('pg'),
  Client: class {
    public readonly connect = (): Promise<void> => connect();
    public readonly end = (): Promise<void> => end();

    constructor(options: unknown) {
      clientOptions(options);
    }
  },
}));

const CREDENTIALS = { engine: 'postgres', host: 'db', port: 5432, username: 'dba', password: 'p', dbname: 'shop' };
const USERS: AppUsers = {
  database: 'shop-db',
  owner: 'app',
  iam: 'app_iam',
  next: { username: 'app_b', password: 'new' },
  current: { username: 'app_a', password: 'old' },
};

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** What is sent to a server where these roles exist; verifiers are random, so they are left out. */
async function statements(...roles: string[]): Promise<string[]> {
  const sent: string[] = [];
  const session = postgresSession({
    query: (text, values) => {
      const created = /CREATE ROLE "(\w+)"/.exec(text)?.[1];
      if (created) roles.push(created);
      if (!values) sent.push(text.replace(/SCRAM-SHA-256\$[^']+/, '<VERIFIER>'));
      return Promise.resolve({ rowCount: roles.includes(String(values?.[0])) ? 1 : 0 });
    },
    end: () => Promise.resolve(),
  });
  await session.provide(USERS);
  return sent;
}

const EVERY_TIME = [
  'GRANT "app" TO CURRENT_USER',
  'GRANT CONNECT, CREATE, TEMPORARY ON DATABASE "shop-db" TO "app"',
  'GRANT USAGE, CREATE ON SCHEMA public TO "app"',
];

describe('PostgreSQL', () => {
  beforeEach(() => {
    connect.mockReset().mockResolvedValue();
    end.mockReset().mockResolvedValue();
    clientOptions.mockReset();
  });

  test('creates the owner and its three users in one transaction', async () => {
    expect(await statements()).toEqual([
      'BEGIN',
      'CREATE ROLE "app" NOLOGIN',
      ...EVERY_TIME,
      'CREATE ROLE "app_b" LOGIN',
      'GRANT "app" TO "app_b"',
      'ALTER ROLE "app_b" SET role TO \'app\'',
      'ALTER ROLE "app_b" PASSWORD \'<VERIFIER>\'',
      'CREATE ROLE "app_a" LOGIN',
      'GRANT "app" TO "app_a"',
      'ALTER ROLE "app_a" SET role TO \'app\'',
      'ALTER ROLE "app_a" PASSWORD \'<VERIFIER>\'',
      'CREATE ROLE "app_iam_creator" NOLOGIN CREATEROLE',
      'GRANT "app" TO "app_iam_creator"',
      'GRANT "app_iam_creator" TO CURRENT_USER',
      'SET LOCAL ROLE "app_iam_creator"',
      'CREATE ROLE "app_iam" LOGIN',
      'ALTER ROLE "app_iam" SET role TO \'app\'',
      'RESET ROLE',
      'GRANT "app" TO "app_iam"',
      'GRANT rds_iam TO "app_iam"',
      'DROP ROLE "app_iam_creator"',
      'COMMIT',
    ]);
  });

  test('afterwards changes one password only', async () => {
    expect(await statements('app', 'app_a', 'app_b', 'app_iam')).toEqual([
      'BEGIN',
      ...EVERY_TIME,
      'GRANT "app" TO "app_b"',
      'ALTER ROLE "app_b" SET role TO \'app\'',
      'ALTER ROLE "app_b" PASSWORD \'<VERIFIER>\'',
      'COMMIT',
    ]);
  });

  test('changes the password of the session itself', async () => {
    const query = jest.fn().mockResolvedValue({ rowCount: 0 });
    await postgresSession({ query, end }).changePassword('new');
    expect(query).toHaveBeenCalledWith(
      expect.stringMatching(/^ALTER ROLE CURRENT_USER PASSWORD 'SCRAM-SHA-256\$4096:/),
    );
  });

  test('connects over TLS that is verified, and waits for a database that sleeps', async () => {
    const session = await openPostgres(CREDENTIALS);
    expect(clientOptions).toHaveBeenCalledWith(
      expect.objectContaining({
        host: 'db',
        user: 'dba',
        database: 'shop',
        ssl: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
        connectionTimeoutMillis: 45_000,
      }),
    );
    await session?.close();
    expect(end).toHaveBeenCalledTimes(1);
  });

  test('takes the database postgres where the secret names none', async () => {
    await openPostgres({ ...CREDENTIALS, dbname: undefined });
    expect(clientOptions).toHaveBeenCalledWith(expect.objectContaining({ database: 'postgres' }));
  });

  test.each(['28P01', '28000'])('gives no session when the server refuses the password with %s', async (code) => {
    connect.mockRejectedValue(failure(code));
    await expect(openPostgres(CREDENTIALS)).resolves.toBeUndefined();
    expect(end).toHaveBeenCalledTimes(1);
  });

  test.each(['ECONNREFUSED', '3D000'])('fails on %s', async (code) => {
    connect.mockRejectedValue(failure(code));
    await expect(openPostgres(CREDENTIALS)).rejects.toThrow(code);
  });
});

test('a password becomes the verifier that PostgreSQL itself would store', () => {
  // The password "pencil" and the salt of the example in RFC 7677, as stored by PostgreSQL.
  expect(scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'))).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});
