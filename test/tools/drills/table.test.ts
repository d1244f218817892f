import type { Report } from '../../../tools/drills/drill';
import { line, markdownTable } from '../../../tools/drills/table';

const AGREED = { lostWrites: [], doubledWrites: [], lostJobs: [], doubledEffects: [] };
const SEEN = { requests: 5000, errors: 0, reasons: {}, recoverySeconds: 0, p99Before: 20, p99: 31, stale: 0 };

interface Told {
  readonly drill: Report['drill'];
  readonly seen?: Partial<Report['seen']>;
  readonly comparison?: Partial<Report['comparison']>;
  readonly problems?: readonly string[];
}

function reportOf({ drill, seen, comparison, problems = [] }: Told): Report {
  const found = { seen: { ...SEEN, ...seen }, comparison: { ...AGREED, ...comparison }, problems };
  return { drill, ...found, acknowledged: [], stored: [], settledSeconds: 2, stolen: 0.04 } as unknown as Report;
}

const FINE = reportOf({ drill: { name: 'stop politely', targets: { errors: 0 } } });
const BAD = reportOf({
  drill: { name: 'kill a replica', targets: { recoverySeconds: 5, errors: 0.01 } },
  seen: { errors: 61, recoverySeconds: Infinity, p99: 900 },
  comparison: { lostWrites: ['a', 'b'], lostJobs: ['c'], doubledEffects: ['d'], doubledWrites: ['e', 'f'] },
  problems: ['61 of 5000 requests failed'],
});
const MAY_LOSE = reportOf({
  drill: { name: 'promote', targets: { recoverySeconds: 15, mayLose: true } },
  seen: { recoverySeconds: 7 },
  comparison: { lostWrites: ['a'] },
});

test('the table has a row for each drill, with its figures and what they were to be', () => {
  const [heading, rule, ...rows] = markdownTable([FINE, BAD, MAY_LOSE]).split('\n');
  expect(rows).toEqual([
    '| stop politely | 5,000 | 0 | 0.00 % | 0 s | 20 ms, 31 ms | 0 | 0 | 0 | 4 % | no error, nothing lost | yes |',
    '| kill a replica | 5,000 | 61 | 1.22 % | not back | 20 ms, 900 ms | 2 | 1 | 3 | 4 % | 5 s, < 1 % errors, nothing lost | **no** |',
    '| promote | 5,000 | 0 | 0.00 % | 7 s | 20 ms, 31 ms | 1 | 0 | 0 | 4 % | 15 s, writes and jobs may be lost | yes |',
  ]);
  const columns = (row = '') => row.split('|').length;
  expect([heading, rule].map(columns)).toEqual(rows.slice(0, 2).map(columns));
});

test('a drill in which nobody asked for anything has no share of errors', () => {
  const nobody = reportOf({ drill: { name: 'none', targets: {} }, seen: { requests: 0 } });
  expect(markdownTable([nobody])).toContain('| none | 0 | 0 | 0.00 % |');
});

test('the line of a drill says what was lost and doubled, and whether it is back', () => {
  expect(line(BAD)).toBe(
    'kill a replica: 61 of 5000 failed, not back, p99 20 -> 900 ms, lost 2 writes and 1 jobs, doubled 3, jobs done 2 s after, 4 % of the processors stolen',
  );
  expect(line(MAY_LOSE)).toContain('back after 7 s');
});
