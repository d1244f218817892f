import { Duration } from 'aws-cdk-lib';
import { PATIENT, presetFor, PROMPT, type DemandPreset } from '../../lib/private/worker/demand-presets';
import { stepsIn, stepsOut, thresholdOf } from '../../lib/private/service/scaling-steps';

const PRESETS: [string, DemandPreset][] = [
  ['prompt', PROMPT],
  ['patient', PATIENT],
];

describe('steps of scaling', () => {
  test('follow from the edges: up by the middle of a step times the gain', () => {
    expect(stepsOut(0.7, [1.1, 1.2, 5], 1.1)).toEqual([
      { lower: 0, upper: 0.07, percent: 26 },
      { lower: 0.07, upper: 2.73, percent: 169 },
      { lower: 2.73, upper: undefined, percent: 533 },
    ]);
  });

  test('follow from the edges: down by a share of the surplus', () => {
    expect(stepsIn(0.7, [0.8, 0.4, 0.2], { share: 0.25 })).toEqual([
      { lower: -0.28, upper: 0, percent: -5 },
      { lower: -0.42, upper: -0.28, percent: -15 },
      { lower: undefined, upper: -0.42, percent: -20 },
    ]);
  });

  test.each(PRESETS)('cover every demand without a gap (%s)', (_, preset) => {
    const up = stepsOut(preset.target, preset.out.edges, preset.out.gain);
    const down = stepsIn(preset.target, preset.in.edges, preset.in);
    expect(up.map(({ upper }) => upper).slice(0, -1)).toEqual(up.map(({ lower }) => lower).slice(1));
    expect(down.map(({ lower }) => lower).slice(0, -1)).toEqual(down.map(({ upper }) => upper).slice(1));
    expect([up[0]?.lower, up.at(-1)?.upper, down[0]?.upper, down.at(-1)?.lower]).toEqual([0, undefined, 0, undefined]);
    expect(up.length + down.length).toBeLessThanOrEqual(20);
  });

  test.each(PRESETS)('add at least what the lower edge of a step needs (%s)', (_, { target, out }) => {
    stepsOut(target, out.edges, out.gain).forEach(({ lower = 0, percent }) => {
      const demand = thresholdOf(target, out.edges) + lower;
      expect(demand / (1 + percent / 100)).toBeLessThanOrEqual(target);
    });
  });

  test.each(PRESETS)('never give back what makes the others too busy (%s)', (_, preset) => {
    const threshold = thresholdOf(preset.target, preset.in.edges);
    stepsIn(preset.target, preset.in.edges, preset.in).forEach(({ upper = 0, percent }) => {
      const busiest = (threshold + upper) / (1 + percent / 100);
      expect(busiest).toBeLessThan(thresholdOf(preset.target, preset.out.edges));
    });
  });

  test.each([
    [30, PROMPT],
    [299, PROMPT],
    [300, PATIENT],
    [86_400, PATIENT],
  ])('suit the age of messages: %i seconds', (age, preset) => {
    expect(presetFor(Duration.seconds(age))).toBe(preset);
  });

  test('begin at the published thresholds', () => {
    expect([thresholdOf(0.7, PROMPT.out.edges), thresholdOf(0.7, PROMPT.in.edges)]).toEqual([0.77, 0.63]);
    expect([thresholdOf(0.95, PATIENT.out.edges), thresholdOf(0.95, PATIENT.in.edges)]).toEqual([1.045, 0.76]);
  });
});
