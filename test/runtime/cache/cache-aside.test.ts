import { CacheAside } from '../../../runtime';
import { FakeCache } from './fake-cache';

let client: FakeCache;
let loads: number;

/** What is loaded names how often it was. */
const load = () => Promise.resolve(`value ${++loads}`);
const TEN_SECONDS = { ttlSeconds: 10, load };

/** A load that ends when it is told to. */
function slowLoad() {
  let end: (value: string) => void = () => undefined;
  const result = new Promise<string>((resolve) => (end = resolve));
  return { load: jest.fn(() => result), end };
}

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  client = new FakeCache();
  loads = 0;
});
afterEach(() => jest.useRealTimers());

test('loads once, and answers from the cache then', async () => {
  const cache = new CacheAside({ client });
  expect([await cache.read('feed', TEN_SECONDS), await cache.read('feed', TEN_SECONDS)]).toEqual([
    'value 1',
    'value 1',
  ]);
  expect(client.stored('feed')?.text).toBe('"value 1"');
});

test('loads again when the time to live has passed', async () => {
  const cache = new CacheAside({ client });
  await cache.read('feed', TEN_SECONDS);
  jest.setSystemTime(10_001);
  expect(await cache.read('feed', TEN_SECONDS)).toBe('value 2');
});

test.each([
  [0, 10_000],
  [0.5, 9000],
  [1, 8000],
])('takes a share of the time to live off by chance: with %d it lives %d milliseconds', async (chance, expected) => {
  jest.spyOn(Math, 'random').mockReturnValue(chance);
  await new CacheAside({ client }).read('feed', TEN_SECONDS);
  expect(client.stored('feed')?.milliseconds).toBe(expected);
  jest.restoreAllMocks();
});

test('loads once for those of a process who miss at the same time', async () => {
  const cache = new CacheAside({ client });
  const readers = Array.from({ length: 50 }, () => cache.read('feed', TEN_SECONDS));
  expect(new Set(await Promise.all(readers))).toEqual(new Set(['value 1']));
});

test('loads once for processes that miss at the same time: the others wait', async () => {
  const slow = slowLoad();
  const [one, other] = [new CacheAside({ client }), new CacheAside({ client })];
  const first = one.read('feed', { ttlSeconds: 10, load: slow.load });
  await jest.advanceTimersByTimeAsync(1);
  const second = other.read('feed', TEN_SECONDS);
  await jest.advanceTimersByTimeAsync(100);
  slow.end('loaded by the first');
  await jest.advanceTimersByTimeAsync(200);
  expect([await first, await second, loads]).toEqual(['loaded by the first', 'loaded by the first', 0]);
});

test('waits for another process no longer than for a moment', async () => {
  const slow = slowLoad();
  void new CacheAside({ client }).read('feed', { ttlSeconds: 10, load: slow.load });
  await jest.advanceTimersByTimeAsync(1);
  const second = new CacheAside({ client, waitMilliseconds: 300 }).read('feed', TEN_SECONDS);
  await jest.advanceTimersByTimeAsync(299);
  expect(loads).toBe(0);
  await jest.advanceTimersByTimeAsync(2);
  expect(await second).toBe('value 1');
});

test('loads what another process was loading when it was invalidated, and does not wait for what is never stored', async () => {
  const slow = slowLoad();
  const [one, other] = [new CacheAside({ client }), new CacheAside({ client })];
  void one.read('feed', { ttlSeconds: 10, load: slow.load });
  await jest.advanceTimersByTimeAsync(1);
  const second = other.read('feed', TEN_SECONDS);
  await jest.advanceTimersByTimeAsync(1);
  await new CacheAside({ client }).invalidate('feed');
  await jest.advanceTimersByTimeAsync(20);
  expect([await second, client.stored('feed')?.text]).toEqual(['value 1', '"value 1"']);
});

test('uses a lease whose grant came too late, so that nobody waits for its end', async () => {
  const set = client.set.bind(client);
  jest.spyOn(client, 'set').mockImplementationOnce(async (...input) => {
    await set(...input);
    return new Promise(() => undefined);
  });
  const reading = new CacheAside({ client }).read('feed', TEN_SECONDS);
  await jest.advanceTimersByTimeAsync(101);
  expect([await reading, client.stored('feed')?.text]).toEqual(['value 1', '"value 1"']);
});

test('lets another process load when the first has died', async () => {
  void new CacheAside({ client }).read('feed', { ttlSeconds: 10, load: slowLoad().load });
  await jest.advanceTimersByTimeAsync(5001);
  expect(await new CacheAside({ client }).read('feed', TEN_SECONDS)).toBe('value 1');
  expect(client.stored('feed')?.text).toBe('"value 1"');
});

test('forgets what is invalidated', async () => {
  const cache = new CacheAside({ client });
  await cache.read('feed', TEN_SECONDS);
  expect(await cache.invalidate('feed')).toBe(true);
  expect(await cache.read('feed', TEN_SECONDS)).toBe('value 2');
});

test('stores nothing that was loaded before an invalidation, by whichever process', async () => {
  const slow = slowLoad();
  const [one, other] = [new CacheAside({ client }), new CacheAside({ client })];
  const stale = one.read('feed', { ttlSeconds: 10, load: slow.load });
  await jest.advanceTimersByTimeAsync(1);
  await other.invalidate('feed');
  slow.end('stale');
  expect(await stale).toBe('stale');
  expect(client.stored('feed')).toBeUndefined();
  expect(await one.read('feed', TEN_SECONDS)).toBe('value 1');
});

test('gives nobody what was asked for before an invalidation', async () => {
  const slow = slowLoad();
  const cache = new CacheAside({ client });
  const stale = cache.read('feed', { ttlSeconds: 10, load: slow.load });
  await jest.advanceTimersByTimeAsync(1);
  await cache.invalidate('feed');
  expect(await cache.read('feed', TEN_SECONDS)).toBe('value 1');
  slow.end('stale');
  expect(await stale).toBe('stale');
  expect(await cache.read('feed', TEN_SECONDS)).toBe('value 1');
});

test('throws what loading throws, keeps it not, and lets the next one load at once', async () => {
  const cache = new CacheAside({ client });
  const failing = cache.read('feed', { ttlSeconds: 10, load: () => Promise.reject(new Error('no database')) });
  await expect(failing).rejects.toThrow('no database');
  expect(await cache.read('feed', TEN_SECONDS)).toBe('value 1');
});

test('loads anew what is stored but is not JSON', async () => {
  client.entries.set('value:{feed}', { text: '<html>', expires: 10_000 });
  expect(await new CacheAside({ client }).read('feed', TEN_SECONDS)).toBe('value 1');
});

test('keeps braces of a key out of its slot', async () => {
  await new CacheAside({ client }).read('}{a%', TEN_SECONDS);
  expect([...client.entries.keys()]).toEqual(['value:{%7D%7Ba%25}']);
});

test('loads everything where there is no cache', async () => {
  const cache = new CacheAside();
  expect([await cache.read('feed', TEN_SECONDS), await cache.read('feed', TEN_SECONDS)]).toEqual([
    'value 1',
    'value 2',
  ]);
  expect([cache.available, await cache.invalidate('feed')]).toEqual([false, true]);
});

test('loads everything while the cache is down, and does not ask it', async () => {
  client.state = 'down';
  const onError = jest.fn();
  const cache = new CacheAside({ client, onError });
  for (let read = 1; read <= 20; read++) expect(await cache.read('feed', TEN_SECONDS)).toBe(`value ${read}`);
  expect([client.calls, onError.mock.calls.length, cache.available]).toEqual([5, 5, false]);
  expect(await cache.invalidate('feed')).toBe(false);
});

test('is slower by its timeout, then not at all, while the cache is frozen', async () => {
  client.state = 'frozen';
  const cache = new CacheAside({ client });
  const took: number[] = [];
  for (let read = 1; read <= 7; read++) {
    const start = Date.now();
    const value = cache.read('feed', TEN_SECONDS).then(() => took.push(Date.now() - start));
    await jest.advanceTimersByTimeAsync(100);
    await value;
  }
  expect(took).toEqual([100, 100, 100, 100, 100, 0, 0]);
});

test('asks the cache again within a second after it is back', async () => {
  client.state = 'down';
  const cache = new CacheAside({ client });
  for (let read = 1; read <= 5; read++) await cache.read('feed', TEN_SECONDS);
  client.state = 'up';
  jest.setSystemTime(999);
  await cache.read('feed', TEN_SECONDS);
  expect(cache.available).toBe(false);
  jest.setSystemTime(1000);
  await cache.read('feed', TEN_SECONDS);
  expect(cache.available).toBe(true);
  expect(client.stored('feed')?.text).toBe('"value 7"');
});

test('refuses a time to live of nothing', async () => {
  await expect(new CacheAside({ client }).read('feed', { ttlSeconds: 0, load })).rejects.toThrow(
    'ttlSeconds must be more than 0, got 0; name a time to live',
  );
});

describe('a cache that is only read, as that of another region', () => {
  test('gives what it holds, and what it lacks is loaded, and is not a failure however often', async () => {
    const onError = jest.fn();
    await new CacheAside({ client }).read('feed', TEN_SECONDS);
    client.state = 'read-only';
    const cache = new CacheAside({ client, failures: 1, onError });
    expect([
      await cache.read('feed', TEN_SECONDS),
      await cache.read('other', TEN_SECONDS),
      await cache.read('other', TEN_SECONDS),
    ]).toEqual(['value 1', 'value 2', 'value 3']);
    expect({ available: cache.available, errors: onError.mock.calls }).toEqual({ available: true, errors: [] });
  });

  test('says that it has not forgotten what was invalidated, and goes on to be read', async () => {
    await new CacheAside({ client }).read('feed', TEN_SECONDS);
    client.state = 'read-only';
    const cache = new CacheAside({ client, failures: 1 });
    expect(await cache.invalidate('feed')).toBe(false);
    expect(await cache.read('feed', TEN_SECONDS)).toBe('value 1');
  });

  test('is filled from the moment that it takes writes', async () => {
    client.state = 'read-only';
    const cache = new CacheAside({ client });
    await cache.read('feed', TEN_SECONDS);
    client.state = 'up';
    expect([await cache.read('feed', TEN_SECONDS), await cache.read('feed', TEN_SECONDS)]).toEqual([
      'value 2',
      'value 2',
    ]);
  });

  test('stores nothing where it becomes so while the value is loaded, and gives the value', async () => {
    const cache = new CacheAside({ client, failures: 1 });
    const slow = slowLoad();
    const value = cache.read('feed', { ttlSeconds: 10, load: slow.load });
    await jest.advanceTimersByTimeAsync(1);
    client.state = 'read-only';
    slow.end('loaded');
    expect([await value, client.stored('feed'), cache.available]).toEqual(['loaded', undefined, true]);
  });
});
