import { RED_INTERVAL, RedMetrics } from '../../../service/src/telemetry/red';

describe('RED metrics', () => {
  const lines: string[] = [];
  let red: RedMetrics;
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    lines.length = 0;
    red = new RedMetrics({ deployment: 'shop-test', service: 'web', write: (line) => void lines.push(line) });
  });
  afterEach(() => jest.useRealTimers());

  const record = (milliseconds: number, failed = false, operation = 'GET /feeds/:user') =>
    red.record({ operation, failed, milliseconds });
  const published = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

  test('are one line a minute, with three metrics and no dimension that grows', () => {
    record(12);
    record(8, true);
    record(5, false, 'POST /photos');
    expect(lines).toEqual([]);
    jest.advanceTimersByTime(RED_INTERVAL * 1000);
    expect(published()).toEqual([
      {
        _aws: {
          Timestamp: 1_060_000,
          CloudWatchMetrics: [
            {
              Namespace: 'ZeroToMillions',
              Dimensions: [['Deployment', 'Service']],
              Metrics: [
                { Name: 'Requests', Unit: 'Count' },
                { Name: 'Errors', Unit: 'Count' },
                { Name: 'Duration', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        Deployment: 'shop-test',
        Service: 'web',
        Requests: 3,
        Errors: 1,
        Duration: [5, 8, 12],
        Operations: {
          'GET /feeds/:user': { requests: 2, errors: 1 },
          'POST /photos': { requests: 1, errors: 0 },
        },
      },
    ]);
  });

  test('keep the percentiles of more durations than a metric may have', () => {
    for (let value = 1000; value >= 1; value -= 1) record(value);
    red.flush();
    const durations = published()[0]?.Duration as number[];
    expect(durations).toHaveLength(100);
    expect([durations[0], durations[50], durations[99]]).toEqual([1, 506, 1000]);
    expect(published()[0]?.Requests).toBe(1000);
  });

  test('are silent, and keep no timer, while nothing is done', () => {
    record(1);
    jest.advanceTimersByTime(10 * RED_INTERVAL * 1000);
    expect(lines).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
