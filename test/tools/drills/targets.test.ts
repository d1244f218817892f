import type { Comparison } from '../../../tools/drills/ledger';
import type { Experience } from '../../../tools/drills/recovery';
import { ONE_OF_MANY, PLANNED, tooMuch, wronged } from '../../../tools/drills/targets';

const FINE: Experience = {
  requests: 1000,
  errors: 0,
  reasons: {},
  recoverySeconds: 0,
  p99Before: 20,
  p99: 30,
  stale: 0,
};
const AGREED: Comparison = { lostWrites: [], doubledWrites: [], lostJobs: [], doubledEffects: [] };

test('holds where nothing failed and nothing is lost', () => {
  expect([...tooMuch(ONE_OF_MANY, FINE), ...wronged(ONE_OF_MANY, FINE, AGREED)]).toEqual([]);
});

test('a loss of one of many may fail less than 1 % of requests', () => {
  expect(tooMuch(ONE_OF_MANY, { ...FINE, errors: 9, reasons: { ECONNRESET: 9 } })).toEqual([]);
  expect(tooMuch(ONE_OF_MANY, { ...FINE, errors: 10, reasons: { ECONNRESET: 10 } })).toEqual([
    '10 of 1000 requests failed (10 ECONNRESET); the target is less than 1 %',
  ]);
});

test('what is planned may fail no request', () => {
  expect(tooMuch(PLANNED, { ...FINE, errors: 1, reasons: { ECONNRESET: 1 } })).toEqual([
    '1 of 1000 requests failed (1 ECONNRESET); the target is none',
  ]);
});

test('recovery has its seconds', () => {
  expect(tooMuch(ONE_OF_MANY, { ...FINE, recoverySeconds: 6 })).toEqual(['recovery took 6 s; the target is 5 s']);
});

test('who is not back has missed every target', () => {
  expect(tooMuch({ recoverySeconds: 15 }, { ...FINE, recoverySeconds: Infinity })).toEqual([
    'recovery was not there when the load ended; the target is 15 s',
  ]);
});

test.each([
  ['lostWrites', '1 acknowledged writes lost: a'],
  ['doubledWrites', '1 writes doubled: a'],
  ['lostJobs', '1 jobs lost: a'],
  ['doubledEffects', '1 effects doubled: a'],
] as const)('%s fail a drill without any other target', (which, problem) => {
  expect(wronged({}, FINE, { ...AGREED, [which]: ['a'] })).toEqual([problem]);
});

test('writes and jobs may be lost where commits wait for nobody, and nothing may be done twice', () => {
  const found = { ...AGREED, lostWrites: ['a'], lostJobs: ['b'], doubledWrites: ['c'], doubledEffects: ['d'] };
  expect(wronged({ mayLose: true }, FINE, found)).toEqual(['1 writes doubled: c', '1 effects doubled: d']);
});

test('a read that does not show what its reader wrote fails a drill', () => {
  expect(wronged({}, { ...FINE, stale: 2 }, AGREED)).toEqual(['2 reads did not show what their reader had written']);
});
