import { distributedSqlPoolOptions, type DistributedSqlOptions } from '../../../runtime';

const environment = {
  DATABASE_WRITER_HOST: 'abc.dsql-x1.eu-west-1.on.aws',
  DATABASE_PORT: '5432',
  DATABASE_NAME: 'postgres',
  DATABASE_USER: 'app_iam',
};

let made: number;
let time: number;

const options = (others: Partial<DistributedSqlOptions> = {}): DistributedSqlOptions => ({
  environment,
  signer: { getDbConnectAuthToken: () => Promise.resolve(`token ${(made += 1)}`) },
  now: () => time,
  ...others,
});

beforeEach(() => {
  made = 0;
  time = 0;
});

test('a pool is told where the database is, to verify it, and to replace connections 5 minutes before AWS ends them', () => {
  expect(distributedSqlPoolOptions(options())).toEqual({
    host: 'abc.dsql-x1.eu-west-1.on.aws',
    port: 5432,
    database: 'postgres',
    user: 'app_iam',
    password: expect.any(Function) as unknown,
    ssl: { rejectUnauthorized: true },
    maxLifetimeSeconds: 3300,
  });
  expect(made).toBe(0);
});

test('a token is used for 4 minutes, and another one is made then', async () => {
  const { password } = distributedSqlPoolOptions(options());
  expect(await Promise.all([password(), password()])).toEqual(['token 1', 'token 1']);
  time = 239_999;
  expect(await password()).toBe('token 1');
  time = 240_000;
  expect(await password()).toBe('token 2');
});

test('without reuse, each connection gets a token of its own', async () => {
  const { password } = distributedSqlPoolOptions(options({ reuseTokenSeconds: 0 }));
  expect([await password(), await password()]).toEqual(['token 1', 'token 2']);
});

test('a token that cannot be made fails the connection, and is made for the next one', async () => {
  const answers = [Promise.reject(new Error('no credentials')), Promise.resolve('token')];
  const signer = { getDbConnectAuthToken: () => answers.shift() ?? Promise.resolve('too many') };
  const { password } = distributedSqlPoolOptions(options({ signer }));
  await expect(password()).rejects.toThrow(new Error('no credentials'));
  expect(await password()).toBe('token');
});

test.each(Object.keys(environment))('without %s nothing is connected', (name) => {
  const without = { ...environment, [name]: undefined };
  expect(() => distributedSqlPoolOptions(options({ environment: without }))).toThrow(
    new Error(`${name} must be set, got undefined; bind the service to a DistributedSql`),
  );
});

test('a port that is none is refused', () => {
  expect(() => distributedSqlPoolOptions(options({ environment: { ...environment, DATABASE_PORT: '0' } }))).toThrow(
    new Error('DATABASE_WRITER_HOST and DATABASE_PORT must be host:port, got "abc.dsql-x1.eu-west-1.on.aws:0"'),
  );
});

test.each([-1, 841, NaN])('a token is not used again for %p seconds', (reuseTokenSeconds) => {
  expect(() => distributedSqlPoolOptions(options({ reuseTokenSeconds }))).toThrow(
    new Error(`reuseTokenSeconds must be from 0 to 840, got ${reuseTokenSeconds}; leave it out to have 240`),
  );
});
