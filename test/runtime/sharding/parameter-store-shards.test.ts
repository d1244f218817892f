import { parameterStoreShards, staticShards, type ParameterStoreClient } from '../../../runtime';

const PATH = '/shop/eu-west-1';

/** A Parameter Store that answers with three entries at a time. */
function storeOf(entries: Readonly<Record<string, string>>): ParameterStoreClient & { readonly asked: string[] } {
  const asked: string[] = [];
  const all = Object.entries(entries).map(([name, Value]) => ({ Name: `${PATH}/${name}`, Value }));
  return {
    asked,
    getParametersByPath: ({ Path, Recursive, NextToken = '0' }) => {
      asked.push(Path);
      const start = Number(NextToken);
      const below = Recursive ? all.filter(({ Name }) => Name.startsWith(`${Path}/`)) : [];
      const NextPage = start + 3 < below.length ? String(start + 3) : undefined;
      return Promise.resolve({ Parameters: below.slice(start, start + 3), NextToken: NextPage });
    },
  };
}

const entriesOf = (shard: number) => ({
  [`shards/${shard}/writer`]: `writer-${shard}:5432`,
  [`shards/${shard}/reader`]: `reader-${shard}:5433`,
  [`shards/${shard}/database`]: `shop-${shard}`,
  [`shards/${shard}/secret`]: `shop/${shard}/app`,
});
const placeOf = (shard: number) => ({
  writer: { host: `writer-${shard}`, port: 5432 },
  readers: [{ host: `reader-${shard}`, port: 5433 }],
  database: `shop-${shard}`,
  secret: `shop/${shard}/app`,
});

test('reads every page of what the stacks of shards have published, and nothing else', async () => {
  const client = storeOf({
    'database/old/writer': 'old:5432',
    ...entriesOf(0),
    ...entriesOf(2),
    ...entriesOf(64),
    'shards/2/admin': 'shop/2/admin',
  });
  const places = await parameterStoreShards({ client, path: PATH }).read();
  expect([...places]).toEqual([0, 2, 64].map((shard) => [shard, placeOf(shard)]));
  expect(client.asked).toEqual(Array<string>(5).fill(`${PATH}/shards`));
});

test('leaves out a shard whose writer is not published yet, and takes one without a reader', async () => {
  const client = storeOf({ 'shards/0/writer': 'writer-0:5432', 'shards/1/secret': 'shop/1/app' });
  expect([...(await parameterStoreShards({ client, path: PATH }).read())]).toEqual([
    [0, { writer: { host: 'writer-0', port: 5432 }, readers: [], database: undefined, secret: undefined }],
  ]);
});

test('refuses a path without shards', async () => {
  await expect(parameterStoreShards({ client: storeOf({}), path: PATH }).read()).rejects.toThrow(
    '/shop/eu-west-1/shards must have the entries of shards, got none; deploy the shards',
  );
});

test('refuses an endpoint that is none', async () => {
  const client = storeOf({ 'shards/3/writer': 'writer-3' });
  await expect(parameterStoreShards({ client, path: PATH }).read()).rejects.toThrow(
    '/shop/eu-west-1/shards/3/writer must be host:port, got "writer-3"',
  );
});

test('shards that are given stay where they are', async () => {
  const source = staticShards({ 0: placeOf(0), 7: placeOf(7) });
  expect([...(await source.read())]).toEqual([0, 7].map((shard) => [shard, placeOf(shard)]));
});
