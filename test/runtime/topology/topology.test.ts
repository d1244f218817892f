import { TopologyEntry } from '../../../lib/contract/topology';
import { environmentTopology, parameterStoreTopology, type ParameterStoreClient } from '../../../runtime';

const PATH = '/shop/eu-west-1';

/** A Parameter Store that answers with two entries at a time. */
function storeOf(entries: Readonly<Record<string, string>>): ParameterStoreClient {
  const all = Object.entries(entries).map(([name, Value]) => ({ Name: `${PATH}/${name}`, Value }));
  return {
    getParametersByPath: ({ Path, Recursive, NextToken = '0' }) => {
      const start = Number(NextToken);
      const Parameters = Path === PATH && Recursive ? all.slice(start, start + 2) : [];
      return Promise.resolve({ Parameters, NextToken: start + 2 < all.length ? String(start + 2) : undefined });
    },
  };
}

const ENVIRONMENT = {
  DATABASE_WRITER_HOST: 'new-writer',
  DATABASE_PORT: '5432',
  DATABASE_READER_HOST: 'new-reader',
  DATABASE_READER_PORT: '5433',
};
const fallback = environmentTopology(ENVIRONMENT);

const PREDECESSOR = {
  [TopologyEntry.databaseWriter('old')]: 'old-writer:5432',
  [TopologyEntry.databaseReader('old')]: 'old-reader:5432',
};
const SUCCESSOR = {
  [TopologyEntry.databaseWriter('new')]: 'new-writer:5432',
  [TopologyEntry.databaseReader('new')]: 'new-reader:5433',
};

test('the environment has a writer and one name for the readers', async () => {
  expect(await fallback.read()).toEqual({
    writer: { host: 'new-writer', port: 5432 },
    readers: [{ host: 'new-reader', port: 5433 }],
  });
});

test('refuses an environment without a writer', () => {
  expect(() => environmentTopology({ DATABASE_PORT: '5432' })).toThrow(
    'DATABASE_WRITER_HOST must be set, got undefined; bind the service to the database',
  );
});

test('refuses a port that is none', () => {
  expect(() => environmentTopology({ ...ENVIRONMENT, DATABASE_PORT: '70000' })).toThrow(
    'DATABASE_WRITER_HOST and DATABASE_PORT must be host:port, got "new-writer:70000"',
  );
});

test('reads every page of what the stacks have published, and leaves what is of others', async () => {
  const client = storeOf({ ...PREDECESSOR, [TopologyEntry.cacheEndpoint('shop-cache')]: 'cache:6379' });
  expect(await parameterStoreTopology({ client, path: PATH }).read()).toEqual({
    writer: { host: 'old-writer', port: 5432 },
    readers: [{ host: 'old-reader', port: 5432 }],
  });
});

test('takes replicas one by one where they are published, instead of the name for all', async () => {
  const client = storeOf({
    ...PREDECESSOR,
    [TopologyEntry.databaseReplica('old', 'one')]: 'one:5432',
    [TopologyEntry.databaseReplica('old', 'two')]: 'two:5432',
  });
  const { readers } = await parameterStoreTopology({ client, path: PATH }).read();
  expect(readers).toEqual([
    { host: 'one', port: 5432 },
    { host: 'two', port: 5432 },
  ]);
});

test('of a database and its successor, the one of the environment is meant', async () => {
  const client = storeOf({ ...PREDECESSOR, ...SUCCESSOR });
  expect(await parameterStoreTopology({ client, path: PATH, fallback }).read()).toEqual({
    writer: { host: 'new-writer', port: 5432 },
    readers: [{ host: 'new-reader', port: 5433 }],
  });
});

test('refuses two databases where nothing says which is meant', async () => {
  const client = storeOf({ ...PREDECESSOR, ...SUCCESSOR });
  await expect(parameterStoreTopology({ client, path: PATH }).read()).rejects.toThrow(
    '/shop/eu-west-1 must have one writer of a database, got 2; give a fallback that knows which is meant',
  );
});

test('the environment answers while Parameter Store does not', async () => {
  const client = { getParametersByPath: () => Promise.reject(new Error('throttled')) };
  expect(await parameterStoreTopology({ client, path: PATH, fallback }).read()).toEqual(await fallback.read());
  await expect(parameterStoreTopology({ client, path: PATH }).read()).rejects.toThrow('throttled');
});
