import { mysqlSession, openMysql } from '../../../lambda/rotate-credentials/mysql';
import type { AppUsers } from '../../../lambda/rotate-credentials/ports';

const createConnection = jest.fn<Promise<unknown>, [unknown]>();
jest.mock('mysql2/promise', () => ({ createConnection: (options: unknown) => createConnection(options) }));

const CREDENTIALS = { engine: 'mysql', host: 'db', port: 3306, username: 'dba', password: 'p', dbname: 'shop' };
const USERS: AppUsers = {
  database: 'shop_db',
  owner: 'app',
  iam: 'app_iam',
  next: { username: 'app_b', password: 'new' },
  current: { username: 'app_a', password: 'old' },
};

function fakeClient() {
  const sent: [string, unknown[]][] = [];
  return {
    sent,
    end: jest.fn().mockResolvedValue(undefined),
    query: ({ sql }: { sql: string }, values: unknown[] = []) => {
      sent.push([sql, values]);
      return Promise.resolve([]);
    },
  };
}

describe('MySQL', () => {
  test('creates what is missing, gives the next user its password and leaves the other alone', async () => {
    const client = fakeClient();
    await mysqlSession(client).provide(USERS);
    expect(client.sent).toEqual([
      ["CREATE USER IF NOT EXISTS ?@'%' IDENTIFIED BY ? REQUIRE SSL", ['app_b', 'new']],
      ["ALTER USER ?@'%' IDENTIFIED BY ? REQUIRE SSL", ['app_b', 'new']],
      ["CREATE USER IF NOT EXISTS ?@'%' IDENTIFIED BY ? REQUIRE SSL", ['app_a', 'old']],
      ["CREATE USER IF NOT EXISTS ?@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL", ['app_iam']],
      ["GRANT ALL PRIVILEGES ON `shop\\_db`.* TO ?@'%'", ['app_b']],
      ["GRANT ALL PRIVILEGES ON `shop\\_db`.* TO ?@'%'", ['app_a']],
      ["GRANT ALL PRIVILEGES ON `shop\\_db`.* TO ?@'%'", ['app_iam']],
    ]);
  });

  test('grants nothing on any other database, whatever the name', async () => {
    const client = fakeClient();
    await mysqlSession(client).provide({ ...USERS, database: 'a`.*%\\' });
    expect(client.sent[4]?.[0]).toBe("GRANT ALL PRIVILEGES ON `a``.*\\%\\\\`.* TO ?@'%'");
  });

  test('changes the password of the session itself', async () => {
    const client = fakeClient();
    await mysqlSession(client).changePassword('new');
    expect(client.sent).toEqual([['ALTER USER USER() IDENTIFIED BY ?', ['new']]]);
  });

  test('connects over TLS, and verifies authority and host name', async () => {
    const client = fakeClient();
    createConnection.mockResolvedValue(client);
    const session = await openMysql(CREDENTIALS);
    expect(createConnection).toHaveBeenCalledWith(
      expect.objectContaining({
        user: 'dba',
        database: 'shop',
        ssl: { rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' },
        connectTimeout: 45_000,
      }),
    );
    await session?.close();
    expect(client.end).toHaveBeenCalledTimes(1);
  });

  test('gives no session when the server refuses the password', async () => {
    createConnection.mockRejectedValue(Object.assign(new Error('denied'), { code: 'ER_ACCESS_DENIED_ERROR' }));
    await expect(openMysql(CREDENTIALS)).resolves.toBeUndefined();
  });

  test('fails on any other error', async () => {
    createConnection.mockRejectedValue(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }));
    await expect(openMysql(CREDENTIALS)).rejects.toThrow('timed out');
  });
});
