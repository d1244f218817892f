import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shardsFile } from '../../../tools/reshard/shards-file';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'shards-file-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const SHARD = { host: 'db.example.com', port: 5432, database: 'app', user: 'dbadmin' };

/** Reads a file with this in it; paths in messages are those of the folder. */
function read(content: unknown): ReturnType<typeof shardsFile> {
  const path = join(folder, 'shards.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return shardsFile(path).catch((error: Error) => {
    throw new Error(error.message.replaceAll(`${folder}/`, ''));
  });
}

test('the shards of the file are those that there are', async () => {
  const { connections } = await read({ controlTable: 'control', shards: { 0: SHARD, 3: SHARD } });
  expect(await connections.deployed()).toEqual([0, 3]);
  expect(await connections.address(3)).toBe(`host='db.example.com' port='5432' dbname='app' user='dbadmin'`);
});

test('passwords come from the environment, and authorities from a file', async () => {
  process.env.SHARD_OF_TEST = 'secret';
  writeFileSync(join(folder, 'bundle.pem'), 'authorities');
  const shard = { ...SHARD, passwordVariable: 'SHARD_OF_TEST', certificates: join(folder, 'bundle.pem') };
  const { connections } = await read({ controlTable: 'control', shards: { 0: shard } });
  expect(await connections.address(0)).toContain(`user='dbadmin' password='secret' sslmode='require'`);
  delete process.env.SHARD_OF_TEST;
  await expect(connections.address(0)).rejects.toThrow(
    new Error('SHARD_OF_TEST must be set, got nothing; export the password of the administrator'),
  );
});

test('every broken rule is named at once', async () => {
  const shards = { one: SHARD, 1: { port: '5432' } };
  await expect(read({ shards })).rejects.toThrow(
    new Error(
      `shards.json cannot be used; see docs/sharding.md:
  - controlTable must be the name of the control table
  - shards.1.host must be given
  - shards.1.database must be given
  - shards.1.user must be given
  - shards.1.port must be a whole number
  - shards.one must be called by its number`,
    ),
  );
});

test.each(['null', '{}'])('a file with %s says what is missing', async (text) => {
  await expect(read(text)).rejects.toThrow(
    new Error(
      `shards.json cannot be used; see docs/sharding.md:
  - controlTable must be the name of the control table
  - shards must hold the shards by their numbers`,
    ),
  );
});

test('what is no JSON, or cannot be read, is said', async () => {
  await expect(read('shards')).rejects.toThrow(
    new Error('shards.json must be JSON, got something else; see docs/sharding.md'),
  );
  await expect(shardsFile(join(folder, 'nothing.json'))).rejects.toThrow('nothing.json cannot be read: ENOENT');
});

test('a shard that is not in the file is named', async () => {
  const { connections } = await read({ controlTable: 'control', shards: { 0: SHARD, 1: SHARD } });
  await expect(connections.connect(2)).rejects.toThrow(/shards\.json must have shard 2, got 0, 1; add it$/);
});
