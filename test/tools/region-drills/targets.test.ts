import type { Comparison } from '../../../tools/drills/ledger';
import type { Experience } from '../../../tools/region-drills/judge/experience';
import { tooMuch, wronged } from '../../../tools/region-drills/targets';

const FINE: Experience = {
  requests: 1000,
  reads: 800,
  errors: 0,
  readErrors: 0,
  writeErrors: 0,
  reasons: {},
  recoverySeconds: 5,
  readRecoverySeconds: 0,
  writeOutageSeconds: 0,
  p95Before: 20,
  p95: 30,
};
const AGREED: Comparison = { lostWrites: [], doubledWrites: [], lostJobs: [], doubledEffects: [] };
const NOTHING = { rows: 0, seconds: 0 };
const TARGETS = { recoverySeconds: 60, moveSeconds: 60, errors: 0, readErrors: 0.01 };

test('holds where nothing failed and nothing is lost', () => {
  expect([...tooMuch(TARGETS, FINE, 20), ...wronged(TARGETS, AGREED, NOTHING)]).toEqual([]);
});

test('times and shares of errors may not be above their targets', () => {
  const seen = { ...FINE, errors: 8, readErrors: 8, reasons: { ECONNRESET: 8 }, recoverySeconds: Infinity };
  expect(tooMuch(TARGETS, seen, 61)).toEqual([
    'recovery was not there when the load ended; the target is 60 s',
    'the move took 61 s; the target is 60 s',
    '8 of 1000 requests failed (8 ECONNRESET); the target is none',
    '8 of 800 reads failed (8 ECONNRESET); the target is less than 1 %',
  ]);
  expect(tooMuch({ recoverySeconds: 60, readErrors: 0.01 }, { ...seen, readErrors: 7, recoverySeconds: 60 })).toEqual(
    [],
  );
});

test('nothing may be lost or done twice', () => {
  const found = { ...AGREED, lostWrites: ['a'], doubledWrites: ['b'], doubledEffects: ['c'] };
  expect(wronged(TARGETS, found, { rows: 1, seconds: 0.1 }, 5)).toEqual([
    '1 acknowledged writes lost: a',
    '1 writes doubled: b',
    '1 effects doubled: c',
  ]);
});

test('what had not got there may be lost, and nothing that is older', () => {
  const targets = { ...TARGETS, mayLoseLag: true };
  const found = { ...AGREED, lostWrites: ['a'] };
  expect(wronged(targets, found, { rows: 1, seconds: 0.1 }, 0.2)).toEqual([]);
  expect(wronged(targets, found, { rows: 1, seconds: 3 }, 0.2)).toHaveLength(1);
});
