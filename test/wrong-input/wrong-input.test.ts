import { AURORA } from './aurora';
import { CACHE } from './cache';
import { EDGE } from './edge';
import { MONITORING } from './monitoring';
import { NETWORK } from './network';
import { PLATFORM } from './platform';
import { RDS } from './rds';
import { RECOVERY } from './recovery';
import { REGIONS } from './regions';
import { ROTATION } from './rotation';
import { SERVICES } from './services';
import { STORAGE } from './storage';
import { refusal, type WrongInput } from './wrong-input';

const ALL: Readonly<Record<string, readonly WrongInput[]>> = {
  'a platform': PLATFORM,
  'a network': NETWORK,
  Aurora: AURORA,
  RDS,
  'databases of several regions': REGIONS,
  'recovery of regions': RECOVERY,
  'rotation of credentials': ROTATION,
  'a cache': CACHE,
  'buckets, tables and backups': STORAGE,
  'an edge': EDGE,
  'services, workers and queues': SERVICES,
  alarms: MONITORING,
};

describe.each(Object.entries(ALL))('%s: refuses', (_, inputs) => {
  test.each(inputs)('$wrong', ({ make, error }) => {
    expect(refusal(make)).toBe(typeof error === 'string' ? error : error.join('\n'));
  });
});

test('at least 80 wrong configurations are tried, and no two of them end alike', () => {
  const inputs = Object.values(ALL).flat();
  expect(inputs.length).toBeGreaterThanOrEqual(80);
  expect(new Set(inputs.map(({ error }) => String(error))).size).toBe(inputs.length);
});
