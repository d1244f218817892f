import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDB, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import dynalite from 'dynalite';
import { SessionStore as SessionTable } from '../../../lib';
import { SessionStore } from '../../../runtime';

let server: Server;
let client: DynamoDB;
const TABLE = 'shop-prod-sessions-g1';

interface TableProperties {
  readonly KeySchema: { AttributeName: string; KeyType: 'HASH' }[];
  readonly AttributeDefinitions: { AttributeName: string; AttributeType: 'S' }[];
  readonly TimeToLiveSpecification: { AttributeName: string };
}

/** What the construct makes of the table: the runtime has to get along with its keys. */
function tableProperties(): TableProperties {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '111111111111' } });
  new SessionTable(stack, 'Sessions', { name: 'shop-prod' });
  const [table] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'));
  return (table as { Properties: TableProperties }).Properties;
}

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new DynamoDB({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { KeySchema, AttributeDefinitions } = tableProperties();
  await client.createTable({ TableName: TABLE, KeySchema, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' });
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.1 }, { TableName: TABLE });
});
afterAll(() => {
  client.destroy();
  server.close();
});
afterEach(() => jest.restoreAllMocks());

const store = (ttlSeconds?: number) => new SessionStore<{ user: string }>({ client, table: TABLE, ttlSeconds });
const items = async () => (await client.scan({ TableName: TABLE })).Items ?? [];

test('keeps a session for every other task', async () => {
  const { id } = await store().create({ user: 'ada' });
  expect(await store().read(id)).toMatchObject({ id, data: { user: 'ada' } });
});

test('ends a session for every task at once, and a second time without an error', async () => {
  const { id } = await store().create({ user: 'ada' });
  await store().revoke(id);
  await store().revoke(id);
  expect(await store().read(id)).toBeUndefined();
});

test('knows no session that nobody made', async () => {
  expect(await store().read('made up')).toBeUndefined();
});

test('lets a session live for 12 hours, or as long as it is told, to the second', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000_999);
  const [half, minute] = [await store().create({ user: 'ada' }), await store(60).create({ user: 'ada' })];
  expect([half.expiresAt.getTime(), minute.expiresAt.getTime()]).toEqual([44_200_000, 1_060_000]);
});

test('knows no session that has expired, though DynamoDB has not deleted it yet', async () => {
  const { id, expiresAt } = await store(60).create({ user: 'ada' });
  jest.spyOn(Date, 'now').mockReturnValue(expiresAt.getTime() - 1);
  expect(await store().read(id)).toMatchObject({ data: { user: 'ada' }, expiresAt });
  jest.spyOn(Date, 'now').mockReturnValue(expiresAt.getTime());
  expect(await store().read(id)).toBeUndefined();
  expect(await items()).not.toHaveLength(0);
});

test('writes the time where the table of the construct looks for it', async () => {
  const { expiresAt } = await store().create({ user: 'ada' });
  const attribute = tableProperties().TimeToLiveSpecification.AttributeName;
  expect((await items()).map((item) => Number(item[attribute]?.N))).toContain(expiresAt.getTime() / 1000);
});

test('keeps ids out of the table: who reads it is nobody', async () => {
  const { id } = await store().create({ user: 'ada' });
  expect(id).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(await items())).not.toContain(id);
  for (const item of await items()) expect(await store().read(item.id?.S ?? '')).toBeUndefined();
});

test('gives each session an id of its own', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, async () => (await store().create({ user: 'ada' })).id));
  expect(new Set(ids).size).toBe(20);
});
