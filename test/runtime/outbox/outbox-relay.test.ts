import { OutboxRelay, type Deliver, type OutboxRelayOptions } from '../../../runtime';
import { FakeTable } from './fake-table';

let table: FakeTable;
let delivered: string[];
let refused: Set<string>;
let errors: string[];

const deliver: Deliver = (jobs) => {
  delivered.push(...jobs.map(({ id }) => id).filter((id) => !refused.has(id)));
  return Promise.resolve(jobs.filter(({ id }) => refused.has(id)).map(({ id }) => ({ id, reason: 'refused' })));
};

function relayOf(options: Partial<OutboxRelayOptions> = {}): OutboxRelay {
  return new OutboxRelay({ database: table, deliver, onError: ({ message }) => errors.push(message), ...options });
}

/** A relay that has looked, found nothing and sleeps. */
async function sleeping(options?: Partial<OutboxRelayOptions>): Promise<OutboxRelay> {
  const relay = relayOf(options);
  relay.start();
  await settled();
  table.transactions = 0;
  return relay;
}

const settled = () => jest.advanceTimersByTimeAsync(0);
const HOUR = 3_600_000;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  jest.spyOn(Math, 'random').mockReturnValue(0);
  [table, delivered, refused, errors] = [new FakeTable(), [], new Set(), []];
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

test('delivers what is there when it starts', async () => {
  table.add('left behind');
  relayOf().start();
  await settled();
  expect([delivered, table.rows]).toEqual([['left behind'], []]);
});

test('delivers at once when it is woken', async () => {
  const relay = await sleeping();
  table.add('new');
  relay.wake();
  await settled();
  expect([delivered, table.rows]).toEqual([['new'], []]);
});

test('asks the database nothing while nothing is to be delivered', async () => {
  await sleeping();
  await jest.advanceTimersByTimeAsync(24 * HOUR);
  expect([table.transactions, jest.getTimerCount()]).toEqual([0, 0]);
});

test('sleeps again after it has delivered', async () => {
  const relay = await sleeping();
  table.add('new');
  relay.wake();
  await settled();
  table.transactions = 0;
  await jest.advanceTimersByTimeAsync(24 * HOUR);
  expect([table.transactions, jest.getTimerCount()]).toEqual([0, 0]);
});

test('delivers as many at once as it is told, until there are none', async () => {
  for (let job = 0; job < 25; job++) table.add(String(job));
  const sizes: number[] = [];
  relayOf({ deliver: (jobs) => (sizes.push(jobs.length), deliver(jobs)) }).start();
  await settled();
  expect([sizes, delivered.length]).toEqual([[10, 10, 5], 25]);
});

test('looks once more where it was woken while it delivered, however often', async () => {
  const relay = await sleeping();
  table.add('first');
  relay.wake();
  table.add('second');
  for (let commits = 0; commits < 100; commits++) relay.wake();
  await settled();
  expect([delivered, table.transactions]).toEqual([['first', 'second'], 2]);
});

test('puts off what cannot be delivered, and delivers the rest', async () => {
  refused.add('bad');
  ['bad', 'good'].forEach((id) => table.add(id));
  relayOf().start();
  await settled();
  expect([delivered, errors]).toEqual([['good'], ['job bad could not be delivered: refused']]);
  expect(table.rows).toEqual([{ id: 'bad', queue: 'jobs', body: 'body of bad', attempts: 1, dueAt: 1000 }]);
});

test('does not let jobs that are refused for ever keep others waiting', async () => {
  for (let job = 0; job < 10; job++) {
    table.add(`bad ${job}`);
    refused.add(`bad ${job}`);
  }
  table.add('good');
  relayOf().start();
  await settled();
  expect(delivered).toEqual(['good']);
});

test('tries again when what was put off is due, less often each time, and delivers it in the end', async () => {
  refused.add('late');
  table.add('late');
  relayOf().start();
  await jest.advanceTimersByTimeAsync(7000);
  // At 0, 1, 3 and 7 seconds.
  expect(errors).toHaveLength(4);
  refused.clear();
  await jest.advanceTimersByTimeAsync(8000);
  expect([delivered, jest.getTimerCount()]).toEqual([['late'], 0]);
});

test('takes a delivery that throws, or hangs, for one that has failed', async () => {
  table.add('job');
  const hanging = jest.fn<ReturnType<Deliver>, []>(() => new Promise(() => undefined));
  relayOf({ deliver: hanging.mockRejectedValueOnce(new Error('no network')) }).start();
  await jest.advanceTimersByTimeAsync(5000);
  expect([errors, table.rows.length]).toEqual([['no network', 'delivery took longer than 4000 ms'], 1]);
});

test('tries again when the database fails, less often each time', async () => {
  table.down = true;
  relayOf().start();
  await jest.advanceTimersByTimeAsync(3500);
  // At 0, 0.5, 1.5 and 3.5 seconds.
  expect([table.transactions, new Set(errors)]).toEqual([4, new Set(['no database'])]);
  table.down = false;
  table.add('job');
  await jest.advanceTimersByTimeAsync(4000);
  expect(delivered).toEqual(['job']);
});

test('looks again where the database has never answered', async () => {
  const write = jest.spyOn(table, 'write').mockReturnValueOnce(new Promise(() => undefined));
  relayOf().start();
  table.add('job');
  await jest.advanceTimersByTimeAsync(14_500);
  expect([errors, delivered]).toEqual([['the database of the outbox took longer than 14000 ms'], ['job']]);
  expect(write).toHaveBeenCalledTimes(2);
});

test('looks at once after a commit, however long it was to wait after a failure', async () => {
  table.down = true;
  const relay = relayOf();
  relay.start();
  await jest.advanceTimersByTimeAsync(60_000);
  table.down = false;
  table.add('job');
  relay.wake();
  await settled();
  expect(delivered).toEqual(['job']);
});

test('delivers within 15 seconds of the next use what a process has left behind that died', async () => {
  const relay = await sleeping();
  table.add('of a dead process');
  await jest.advanceTimersByTimeAsync(HOUR);
  expect(delivered).toEqual([]);
  relay.touch();
  await jest.advanceTimersByTimeAsync(15_000);
  expect(delivered).toEqual(['of a dead process']);
});

test('looks once in 15 seconds however often the database is used, and not after that', async () => {
  const relay = await sleeping();
  for (let second = 0; second < 60; second++) {
    relay.touch();
    await jest.advanceTimersByTimeAsync(1000);
  }
  expect(table.transactions).toBe(4);
  await jest.advanceTimersByTimeAsync(HOUR);
  expect([table.transactions, jest.getTimerCount()]).toEqual([4, 0]);
});

test('goes on looking while another relay holds a job, which may die', async () => {
  table.add('held');
  table.held.add('held');
  relayOf().start();
  await jest.advanceTimersByTimeAsync(5000);
  expect(delivered).toEqual([]);
  table.held.clear();
  await jest.advanceTimersByTimeAsync(1000);
  expect(delivered).toEqual(['held']);
});

test('delivers what was added before it stops, and nothing after', async () => {
  const relay = await sleeping();
  table.add('first');
  relay.wake();
  table.add('second');
  await relay.stop();
  expect(delivered).toEqual(['first', 'second']);
  table.add('third');
  relay.wake();
  relay.touch();
  await jest.advanceTimersByTimeAsync(HOUR);
  expect([delivered, jest.getTimerCount()]).toEqual([['first', 'second'], 0]);
});

test('asks the database nothing when it stops with nothing to do', async () => {
  const relay = await sleeping();
  await relay.stop();
  expect(table.transactions).toBe(0);
});
