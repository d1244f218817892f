import { renderLoad } from '../../../lib/contract/load-metric';
import {
  delayProblems,
  loadDatapoint,
  loadProblems,
  rhythmProblems,
  sumProblems,
  type Datapoint,
} from '../../../tools/clocks/datapoints';

const START = Date.parse('2026-01-01T00:00:00Z');

const at = (seconds: number, change: Partial<Datapoint> = {}): Datapoint => ({
  source: 'web',
  timestamp: START + seconds * 1000,
  seen: START + (seconds + 10) * 1000 + 5,
  value: 0.8,
  requests: 800,
  seconds: 10,
  ...change,
});

describe('the judge of clocks', () => {
  test('reads the lines that the runtime writes, and no others', () => {
    const task = { deployment: 'shop', service: 'web', ratedRequestsPerSecond: 100 };
    const line = renderLoad(task, { start: START, requests: 800, seconds: 10 });
    expect(loadDatapoint('web', line, START + 10_005)).toEqual(at(0));
    expect(loadDatapoint('web', '{"level":"error"}', START)).toBeUndefined();
  });

  test('passes a datapoint of each ten seconds', () => {
    expect(rhythmProblems([at(0), at(10), at(20), at(0, { source: 'other' })])).toEqual([]);
  });

  test.each([
    ['lost', [at(0), at(20)], ['web has 0 datapoints of 2026-01-01T00:00:10.000Z']],
    ['doubled', [at(0), at(10), at(19)], ['web has 2 datapoints of 2026-01-01T00:00:10.000Z']],
    ['not there at all', [], ['nothing was published']],
  ])('finds one that is %s', (_case, datapoints, problems) => {
    expect(rhythmProblems(datapoints)).toEqual(problems);
  });

  test('finds what is late, beyond what is forgiven', () => {
    const late = at(10, { seen: START + 22_500 });
    expect(delayProblems([at(0), late], 1, 1)).toEqual([]);
    expect(delayProblems([at(0), late], 1, 0)).toEqual(['web published 2026-01-01T00:00:10.000Z 2.5 s after its end']);
  });

  test('finds requests that were lost, and loads that are not those of their requests', () => {
    expect(sumProblems([at(0), at(10)], 1600)).toEqual([]);
    expect(sumProblems([at(0), at(10)], 1601)).toEqual(['1601 requests were sent and 1600 were counted']);
    expect(loadProblems([at(0)], 80, 100)).toEqual([]);
    expect(loadProblems([at(0)], 60, 100)).toEqual(['60 requests a second were sent, and 80.0 were measured']);
    expect(loadProblems([at(0, { value: 0.7 })], 80, 100)).toEqual(['web: 800 requests in 10 s are no load of 0.7']);
  });
});
