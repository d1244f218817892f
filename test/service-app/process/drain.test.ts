import { pino } from 'pino';
import { CLOSE_TIMEOUT, Drain } from '../../../service/src/process/drain';

describe('draining', () => {
  const events: string[] = [];
  const log = pino({ level: 'silent' });
  beforeEach(() => {
    jest.useFakeTimers();
    events.length = 0;
  });
  afterEach(() => jest.useRealTimers());

  const drain = (close: () => Promise<void>) =>
    new Drain({
      log,
      refuse: () => void events.push('refuse'),
      delay: 15_000,
      close: () => {
        events.push('close');
        return close();
      },
      exit: (code) => void events.push(`exit ${code}`),
    });

  test('fails readiness first, waits for the load balancer, and closes then', async () => {
    void drain(() => Promise.resolve()).start('SIGTERM');
    expect(events).toEqual(['refuse']);
    await jest.advanceTimersByTimeAsync(14_999);
    expect(events).toEqual(['refuse']);
    await jest.advanceTimersByTimeAsync(1);
    expect(events).toEqual(['refuse', 'close', 'exit 0']);
  });

  test('happens once, however often it is asked for', async () => {
    const draining = drain(() => Promise.resolve());
    void draining.start('SIGTERM');
    void draining.start('SIGINT');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(events).toEqual(['refuse', 'close', 'exit 0']);
  });

  test('ends in any case: with what does not close', async () => {
    void drain(() => new Promise(() => undefined)).start('SIGTERM');
    await jest.advanceTimersByTimeAsync(15_000 + CLOSE_TIMEOUT);
    expect(events).toEqual(['refuse', 'close', 'exit 1']);
  });

  test('ends in any case: with what fails to close', async () => {
    void drain(() => Promise.reject(new Error('broken'))).start('SIGTERM');
    await jest.advanceTimersByTimeAsync(15_000);
    expect(events).toEqual(['refuse', 'close', 'exit 1']);
  });
});
