import * as fc from 'fast-check';
import { brokenWaveRules, deploymentWaves } from '../../../lib/contract/region-plan';
import { regionLists, runs } from './generators';

/** Regions that exist, and others in any order behind the same home. */
const growth = regionLists().chain((wanted) =>
  fc.record({
    wanted: fc.constant(wanted),
    existing: fc.shuffledSubarray(wanted.slice(1)).map((others) => [wanted[0], ...others]),
  }),
);

test('one region comes in each deployment, home stays first, and in the end all are there', () => {
  fc.assert(
    fc.property(growth, ({ wanted, existing }) => {
      expect(brokenWaveRules(wanted, existing)).toEqual([]);
      const waves = deploymentWaves(wanted, existing);
      expect(waves).toHaveLength(wanted.length - existing.length);
      let before = existing;
      for (const [index, { number, change, changed, regions }] of waves.entries()) {
        expect([number, change]).toEqual([index + 1, 'add']);
        expect(changed).toHaveLength(1);
        expect(regions[0]).toBe(wanted[0]);
        expect([...regions].sort()).toEqual([...before, ...changed].sort());
        before = [...regions];
      }
      if (waves.length > 0) expect(before).toEqual(wanted);
    }),
    runs,
  );
});

test('one region goes in each deployment, home never', () => {
  fc.assert(
    fc.property(growth, ({ wanted: existing, existing: wanted }) => {
      expect(brokenWaveRules(wanted, existing)).toEqual([]);
      let before = existing;
      for (const { change, changed, regions } of deploymentWaves(wanted, existing)) {
        expect([change, changed.length, regions[0]]).toEqual(['remove', 1, existing[0]]);
        expect([...regions, ...changed].sort()).toEqual([...before].sort());
        before = [...regions];
      }
      expect([...before].sort()).toEqual([...wanted].sort());
    }),
    runs,
  );
});

test('three regions are added to one in three deployments', () => {
  expect(deploymentWaves(['eu-west-1', 'us-east-1', 'ap-northeast-1', 'us-west-2'], ['eu-west-1'])).toEqual([
    { number: 1, change: 'add', changed: ['us-east-1'], regions: ['eu-west-1', 'us-east-1'] },
    { number: 2, change: 'add', changed: ['ap-northeast-1'], regions: ['eu-west-1', 'us-east-1', 'ap-northeast-1'] },
    {
      number: 3,
      change: 'add',
      changed: ['us-west-2'],
      regions: ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'us-west-2'],
    },
  ]);
});

test('all regions are created at once where nothing exists, and the last one goes first', () => {
  expect(deploymentWaves(['eu-west-1', 'us-east-1', 'us-west-2'])).toEqual([
    {
      number: 1,
      change: 'create',
      changed: ['eu-west-1', 'us-east-1', 'us-west-2'],
      regions: ['eu-west-1', 'us-east-1', 'us-west-2'],
    },
  ]);
  expect(deploymentWaves(['eu-west-1'], ['eu-west-1', 'us-east-1', 'us-west-2'])).toEqual([
    { number: 1, change: 'remove', changed: ['us-west-2'], regions: ['eu-west-1', 'us-east-1'] },
    { number: 2, change: 'remove', changed: ['us-east-1'], regions: ['eu-west-1'] },
  ]);
  expect(deploymentWaves(['eu-west-1'], ['eu-west-1'])).toEqual([]);
});

test.each<[string[], string[], string]>([
  [[], [], 'regions must hold 1 to 6 regions, got []; name home first'],
  [
    ['us-east-1'],
    ['eu-west-1', 'eu-west-1'],
    'from must name each region once, got ["eu-west-1","eu-west-1"]; leave out the second eu-west-1',
  ],
  [
    ['us-east-1', 'eu-west-1'],
    ['eu-west-1'],
    'regions must begin with eu-west-1, got ["us-east-1","eu-west-1"]; home cannot change: what holds data is there, and another home would be another, empty one',
  ],
  [
    ['eu-west-1', 'us-west-2'],
    ['eu-west-1', 'us-east-1'],
    'regions must keep us-east-1 while others are added, got ["eu-west-1","us-west-2"]; add first, then evacuate and remove what is to go',
  ],
])('refuses a way that there is not (%#)', (wanted, existing, message) => {
  expect(brokenWaveRules(wanted, existing)).toEqual([message]);
});
