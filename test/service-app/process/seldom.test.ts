import { seldom } from '../../../service/src/process/seldom';

const DAY = 24 * 3600 * 1000;

describe('what is done seldom', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('is done by the first call, and again once its time has passed', async () => {
    const work = jest.fn(() => Promise.resolve());
    const forget = seldom(DAY, work);
    await Promise.all([forget(), forget()]);
    await forget();
    expect(work).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(DAY);
    await forget();
    expect(work).toHaveBeenCalledTimes(2);
  });

  test('is tried again by the next call when it failed', async () => {
    const work = jest.fn().mockRejectedValueOnce(new Error('no connection')).mockResolvedValue(undefined);
    const forget = seldom(DAY, work);
    await expect(forget()).rejects.toThrow('no connection');
    await forget();
    await forget();
    expect(work).toHaveBeenCalledTimes(2);
  });
});
