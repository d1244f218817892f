import { databaseSettings, webSettings, workerSettings } from '../../../service/src/settings/settings';

const COMMON = {
  DEPLOYMENT_NAME: 'shop-prod',
  SERVICE_NAME: 'web',
  REGION_ROLE: 'home',
  TOPOLOGY_PATH: '/shop-prod/eu-west-1',
  DATABASE_WRITER_HOST: 'writer',
  DATABASE_READER_HOST: 'reader',
  DATABASE_PORT: '5432',
  DATABASE_READER_PORT: '5433',
  DATABASE_NAME: 'app',
  DATABASE_ENGINE: 'postgres',
  DATABASE_USER: 'app_a',
  DATABASE_PASSWORD: 'password',
  OBJECT_BUCKET: 'bucket',
};
const WEB = {
  ...COMMON,
  SESSION_TABLE: 'sessions',
  QUEUE_JOBS_URL: 'https://sqs/jobs',
  TOKEN_SECRET: 'a secret that is long enough to be one',
};

describe('settings', () => {
  test('of the web service have defaults that suit the load balancer', () => {
    expect(webSettings(WEB)).toMatchObject({ port: 8080, drainDelaySeconds: 15, cache: undefined });
  });

  test('of the worker take its concurrency from the platform', () => {
    expect(
      workerSettings({ ...COMMON, SERVICE_NAME: 'jobs', WORK_QUEUE_URL: 'https://sqs/jobs', WORK_CONCURRENCY: '4' }),
    ).toMatchObject({ concurrency: 4, queueUrl: 'https://sqs/jobs' });
  });

  test('speak TLS and make tokens unless told otherwise', () => {
    expect(databaseSettings({ ...WEB, DATABASE_PASSWORD: undefined })).toMatchObject({
      tls: true,
      password: undefined,
    });
    expect(databaseSettings({ ...WEB, PGSSLMODE: 'disable' })).toMatchObject({ tls: false, password: 'password' });
  });

  test.each([
    [
      'of ours',
      { CACHE_MODE: 'cluster', CACHE_NAME: 'c', CACHE_USER: 'u' },
      { cluster: true, identity: { cacheName: 'c', user: 'u' } },
    ],
    ['without a password', {}, { cluster: false, identity: undefined }],
  ])('know a cache %s', (_which, variables, expected) => {
    expect(webSettings({ ...WEB, CACHE_ENDPOINT: '127.0.0.1:6379', ...variables }).cache).toEqual({
      host: '127.0.0.1',
      port: 6379,
      ...expected,
    });
  });

  test('refuse, all at once, what is missing', () => {
    expect(() => workerSettings({})).toThrow(
      [
        'the environment of the worker is not complete:',
        '  - DEPLOYMENT_NAME must be set, got nothing; it is the name of the deployment, such as shop-prod',
        '  - SERVICE_NAME must be set, got nothing; it is the name of the service, such as web',
        '  - TOPOLOGY_PATH must be set, got nothing; it is the path in Parameter Store, such as /shop-prod/eu-west-1',
        '  - DATABASE_WRITER_HOST must be set, got nothing; it is the host that accepts writes',
        '  - DATABASE_READER_HOST must be set, got nothing; it is the host that answers for the readers',
        '  - DATABASE_PORT must be a number between 1 and 65535, got nothing; set it',
        '  - DATABASE_READER_PORT must be a number between 1 and 65535, got nothing; set it',
        '  - DATABASE_NAME must be set, got nothing; it is the name of the database',
        '  - DATABASE_USER must be set, got nothing; it is who connects to the database',
        '  - OBJECT_BUCKET must be set, got nothing; it is the bucket for photos',
        '  - WORK_QUEUE_URL must be set, got nothing; it is the queue to work on',
        '  - WORK_CONCURRENCY must be a number between 1 and 1000, got nothing; set it',
      ].join('\n'),
    );
  });

  test.each([
    [
      { DATABASE_ENGINE: 'mysql' },
      'DATABASE_ENGINE must be postgres, got "mysql"; this service speaks to PostgreSQL alone: deploy it with another database',
    ],
    [
      { TOKEN_SECRET: 'short' },
      'TOKEN_SECRET must be at least 32 characters long, got fewer; make one with "openssl rand -hex 32"',
    ],
    [
      { PREVIOUS_TOKEN_SECRET: 'short' },
      'PREVIOUS_TOKEN_SECRET must be at least 32 characters long, got fewer; make one with "openssl rand -hex 32"',
    ],
    [{ PORT: 'http' }, 'PORT must be a number between 0 and 65535, got http; set it'],
    [{ CACHE_ENDPOINT: 'cache' }, 'CACHE_ENDPOINT must be host:port, got "cache"; correct it'],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL must be info or trace or debug or warn or error or silent, got "loud"; leave it out for info',
    ],
  ])('refuse %j', (variables, problem) => {
    expect(() => webSettings({ ...WEB, ...variables })).toThrow(
      `the environment of the web is not complete:\n  - ${problem}`,
    );
  });
});
