import { loadOf, renderLoad } from '../../lib/contract/load-metric';

const SUBJECT = { deployment: 'shop', service: 'web', ratedRequestsPerSecond: 50 };
const START = Date.parse('2026-01-01T00:00:10Z');

describe('the line of a load', () => {
  test('is one line in the embedded metric format, of high resolution and of one set of dimensions', () => {
    const line = renderLoad(SUBJECT, { start: START, requests: 250, seconds: 10 });
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      _aws: {
        Timestamp: 1767225610000,
        CloudWatchMetrics: [
          {
            Namespace: 'ZeroToMillions',
            Dimensions: [['Deployment', 'Service']],
            Metrics: [{ Name: 'LoadPerTask', Unit: 'None', StorageResolution: 1 }],
          },
        ],
      },
      Deployment: 'shop',
      Service: 'web',
      LoadPerTask: 0.5,
      Requests: 250,
      Seconds: 10,
    });
  });

  test.each([
    [0, 10, 0],
    [1, 10, 0.002],
    [500, 10, 1],
    [5000, 10, 10],
    [60, 12, 0.1],
  ])('makes of %d requests in %d seconds a load of %d', (requests, seconds, load) => {
    expect(loadOf({ requests, seconds }, SUBJECT.ratedRequestsPerSecond)).toBeCloseTo(load, 12);
    expect(JSON.parse(renderLoad(SUBJECT, { start: START, requests, seconds }))).toMatchObject({ LoadPerTask: load });
  });
});
