import { CircuitBreaker } from '../../../runtime/cache/circuit-breaker';

const OPTIONS = { name: 'the cache', failures: 3, openMilliseconds: 1000, timeoutMilliseconds: 100 };
const fail = jest.fn(() => Promise.reject(new Error('refused')));
const succeed = jest.fn(() => Promise.resolve('answer'));

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  jest.clearAllMocks();
});
afterEach(() => jest.useRealTimers());

async function opened(): Promise<CircuitBreaker> {
  const breaker = new CircuitBreaker(OPTIONS);
  for (let failures = 0; failures < OPTIONS.failures; failures++) await breaker.attempt(fail);
  return breaker;
}

test('opens after failures in a row, not after as many with an answer between', async () => {
  const breaker = new CircuitBreaker(OPTIONS);
  for (const call of [fail, fail, succeed, fail, fail]) await breaker.attempt<string>(call);
  expect(breaker.open).toBe(false);
  await breaker.attempt(fail);
  expect(breaker.open).toBe(true);
});

test('calls nothing while it is open', async () => {
  const breaker = await opened();
  expect(await breaker.attempt(succeed)).toBeUndefined();
  expect(succeed).not.toHaveBeenCalled();
});

test('tries one call after a while, and no other beside it', async () => {
  const breaker = await opened();
  jest.setSystemTime(1000);
  const attempts = await Promise.all([breaker.attempt(succeed), breaker.attempt(succeed)]);
  expect(attempts).toEqual([{ value: 'answer' }, undefined]);
  expect([breaker.open, succeed.mock.calls.length]).toEqual([false, 1]);
});

test('stays open for as long again when that call fails', async () => {
  const breaker = await opened();
  jest.setSystemTime(1500);
  await breaker.attempt(fail);
  jest.setSystemTime(2499);
  expect(await breaker.attempt(succeed)).toBeUndefined();
  jest.setSystemTime(2500);
  expect(await breaker.attempt(succeed)).toEqual({ value: 'answer' });
});

test('takes an answer that is late for a failure, and reports it', async () => {
  const onError = jest.fn<void, [unknown]>();
  const attempt = new CircuitBreaker({ ...OPTIONS, onError }).attempt(() => new Promise(() => undefined));
  await jest.advanceTimersByTimeAsync(100);
  expect(await attempt).toBeUndefined();
  expect(onError.mock.calls.map(([error]) => String(error))).toEqual([
    'TimeoutError: the cache took longer than 100 ms',
  ]);
});

test('takes a call that throws at once for a failure', async () => {
  const attempt = new CircuitBreaker(OPTIONS).attempt(() => {
    throw new Error('The client is closed');
  });
  expect(await attempt).toBeUndefined();
});

test('is not closed by what was called before it opened', async () => {
  const breaker = new CircuitBreaker(OPTIONS);
  let answer: () => void = () => undefined;
  const early = breaker.attempt(() => new Promise<void>((resolve) => (answer = resolve)));
  for (let failures = 0; failures < OPTIONS.failures; failures++) await breaker.attempt(fail);
  answer();
  expect(await early).toEqual({ value: undefined });
  expect(breaker.open).toBe(true);
});
