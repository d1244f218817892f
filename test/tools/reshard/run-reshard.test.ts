import { addReshardCommand } from '../../../tools/reshard/reshard-command';
import { runReshard, type Place, type ReshardCommandOptions } from '../../../tools/reshard/run-reshard';
import type { RecordStore } from '../../../tools/reshard/ground';
import { programOf } from '../../../tools/support/command-line';

const NOWHERE = { deployed: () => Promise.resolve([]), connect: unexpected, address: unexpected };

function unexpected(): Promise<never> {
  return Promise.reject(new Error('nobody is to be connected to'));
}

/** Runs `ztm reshard`, and says what was printed and where the shards were looked for. */
async function run(options: ReshardCommandOptions, store: Partial<RecordStore> = {}) {
  const lines: string[] = [];
  const places: Place[] = [];
  const empty: RecordStore = { read: () => Promise.resolve({ version: 0 }), write: () => Promise.resolve(true) };
  const connect = (place: Place) => {
    places.push(place);
    return Promise.resolve({ connections: NOWHERE, store: { ...empty, ...store } });
  };
  await runReshard(options, { connect, say: (line) => lines.push(line) });
  return { lines, places };
}

describe('ztm reshard', () => {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  beforeEach(() => {
    delete process.env.AWS_REGION;
    delete process.env.AWS_DEFAULT_REGION;
  });
  afterEach(() => {
    Object.assign(process.env, AWS_REGION && { AWS_REGION }, AWS_DEFAULT_REGION && { AWS_DEFAULT_REGION });
  });

  test('says that nothing was ever moved', async () => {
    expect(await run({ shards: 'shards.json', status: true })).toEqual({
      lines: ['Nothing was ever moved.'],
      places: [{ file: 'shards.json' }],
    });
  });

  test('looks for a deployment in the region that is named, or in that of the shell', async () => {
    const named = { name: 'shop-prod', region: 'us-east-1', certificates: 'bundle.pem', status: true };
    expect((await run(named)).places).toEqual([{ name: 'shop-prod', region: 'us-east-1', certificates: 'bundle.pem' }]);
    process.env.AWS_REGION = 'eu-west-1';
    expect((await run({ name: 'shop-prod', status: true })).places).toMatchObject([{ region: 'eu-west-1' }]);
  });

  test.each<[string, ReshardCommandOptions, string]>([
    [
      'where is not said',
      { status: true },
      'one of --name and --shards must be given, got neither; --name finds a deployment on AWS, --shards is a file',
    ],
    [
      'where is said twice',
      { name: 'shop-prod', shards: 'shards.json', status: true },
      'one of --name and --shards must be given, got both; --name finds a deployment on AWS, --shards is a file',
    ],
    [
      'no region is known',
      { name: 'shop-prod', status: true },
      '--region must be the region whose databases write, got nothing, and no AWS_REGION; name it',
    ],
    [
      'nothing is asked for',
      { shards: 'shards.json' },
      'one of --add, --drain, --pin, --resume, --abort and --status must be given, got 0; say what is wanted',
    ],
    [
      'two things are asked for',
      { shards: 'shards.json', add: '1', resume: true },
      'one of --add, --drain, --pin, --resume, --abort and --status must be given, got 2; say what is wanted',
    ],
    [
      'no shard is to be added',
      { shards: 'shards.json', add: '0' },
      '--add must be a whole number from 1, got "0"; see ztm reshard --help',
    ],
    [
      'a shard is no number',
      { shards: 'shards.json', drain: 'two' },
      '--drain must be a whole number from 0, got "two"; see ztm reshard --help',
    ],
  ])('refuses as a mistake of the user where %s', async (_, options, message) => {
    await expect(run(options)).rejects.toMatchObject({ name: 'UserError', message });
  });

  test.each([
    [
      Object.assign(new Error('not allowed'), { name: 'AccessDeniedException', $metadata: {} }),
      'AWS answered AccessDeniedException: not allowed\nWhat was begun can be resumed: ztm reshard --resume',
    ],
    [
      Object.assign(new Error('password authentication failed for user "dbadmin"'), { code: '28P01' }),
      'A database answered 28P01: password authentication failed for user "dbadmin"\nWhat was begun can be resumed: ztm reshard --resume',
    ],
    [
      Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' }),
      'A database answered ECONNREFUSED: connect ECONNREFUSED 10.0.0.1:5432\nWhat was begun can be resumed: ztm reshard --resume',
    ],
  ])('says without a stack what was answered: %p', async (error, message) => {
    const reading = run({ shards: 'shards.json', status: true }, { read: () => Promise.reject(error) });
    await expect(reading).rejects.toMatchObject({ name: 'UserError', message });
  });

  test('keeps the stack of what is a defect', async () => {
    const defect = new TypeError('x is not a function');
    await expect(run({ shards: 'x', status: true }, { read: () => Promise.reject(defect) })).rejects.toBe(defect);
  });

  test('has each option in its help', () => {
    const [command] = programOf([addReshardCommand]).commands;
    const flags = command.options.map(({ long }) => long);
    expect(flags).toEqual(
      expect.arrayContaining(['--name', '--region', '--certificates', '--shards', '--add', '--drain', '--pin', '--to']),
    );
  });
});
