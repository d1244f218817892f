import type { Duration } from 'aws-cdk-lib';
import type { PresetSettings } from '../../service/scaling-preset';
import {
  durationBetween,
  listRule,
  numberBetween,
  refuse,
  secondsOf,
  shown,
  wholeNumber,
  type Rule,
} from '../validate';

/** https://docs.aws.amazon.com/general/latest/gr/as-app.html: step adjustments of a policy. */
const MOST_STEPS = 20;

const HOUR = 3600;

/** Numbers between two bounds, and what they are. */
const BOUNDS: readonly (readonly [property: keyof PresetSettings, least: number, most: number, remedy: string])[] = [
  ['targetLoad', 0.1, 0.9, 'it is a share of the rated requests per second, of which something has to be left'],
  ['gain', 1, 3, 'less would add fewer tasks than the load needs'],
  ['scaleInLimitPercent', 1, 50, 'what goes at once is missing when the load returns'],
  ['backstopCpuPercent', 10, 90, 'above it nothing is left for the minute in which tasks start'],
  ['cpuTargetPercent', 10, 70, 'above it there is no room for steps before the CPU is full'],
  ['cpuTopPercent', 10, 900, 'it is what is added when the CPU is full'],
];

const TIMES: readonly (readonly [property: keyof PresetSettings, most: number, remedy: string])[] = [
  ['lookAhead', 300, 'no rise can be drawn on further'],
  ['scaleOutCooldown', HOUR, 'the load is another one by then'],
  ['scaleInCooldown', HOUR, 'the load is another one by then'],
];

/** Refuses numbers of a preset that no load could be followed with. */
export function presetRules(settings: PresetSettings): Rule[] {
  return [
    ...BOUNDS.map(([property, least, most, remedy]) =>
      numberBetween(property, settings[property] as number, least, most, remedy),
    ),
    wholeNumber('scaleOutDatapoints', settings.scaleOutDatapoints, 1, 12, 'each takes ten seconds'),
    ...TIMES.map(([property, most, remedy]) =>
      durationBetween(property, settings[property] as Duration, 'seconds', 0, most, remedy),
    ),
    ...edgeRules('scaleOutEdges', settings.scaleOutEdges, RISING),
    ...edgeRules('surgeEdges', settings.surgeEdges, { ...RISING, fewest: 0 }),
    ...edgeRules('scaleInEdges', settings.scaleInEdges, FALLING),
    fillRule(settings),
    ...scaleInRules(settings),
  ];
}

/** How multiples of the target follow each other, and how few there may be. */
interface Order {
  readonly fewest: number;
  readonly rule: string;
  readonly follows: (former: number, edge: number) => boolean;
}

const RISING: Order = { fewest: 1, rule: 'rise from above 1', follows: (former, edge) => edge > former };
const FALLING: Order = { fewest: 1, rule: 'fall from below 1', follows: (former, edge) => edge < former };

function edgeRules(property: string, edges: readonly number[], { fewest, rule, follows }: Order): Rule[] {
  if (!Array.isArray(edges)) return [listRule(property, edges)];
  const numbers = edges as readonly number[];
  const ordered = numbers.every(
    (edge, index) => Number.isFinite(edge) && edge > 0 && edge <= 100 && follows(numbers[index - 1] ?? 1, edge),
  );
  return [
    refuse(
      edges.length < fewest || edges.length > MOST_STEPS,
      `${property} must hold ${fewest} to ${MOST_STEPS} numbers, got ${edges.length}; a policy has no more steps`,
    ),
    refuse(!ordered, `${property} must ${rule}, got ${shown(edges)}; they are multiples of the target, in order`),
  ];
}

/** What stays must not be filled to less than it is: then tasks would be added. */
function fillRule({ scaleInEdges, scaleInFill }: PresetSettings): Rule {
  const first = Array.isArray(scaleInEdges) ? Number(scaleInEdges[0]) : 0;
  return refuse(
    typeof scaleInFill !== 'number' || !(scaleInFill > first && scaleInFill <= 1),
    `scaleInFill must be above the first of scaleInEdges and at most 1, got ${shown(scaleInFill)} with ${shown(scaleInEdges)}; the tasks that stay carry the load of those that go`,
  );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: periods of an alarm. */
function scaleInRules({ scaleInPeriod, scaleInDatapoints }: PresetSettings): Rule[] {
  const shape = durationBetween(
    'scaleInPeriod',
    scaleInPeriod,
    'seconds',
    10,
    300,
    'CloudWatch takes 10, 30, 60 and so on',
  );
  const seconds = secondsOf(scaleInPeriod);
  if (shape !== undefined || seconds === undefined) return [shape];
  return [
    refuse(
      seconds !== 10 && seconds !== 30 && seconds % 60 !== 0,
      `scaleInPeriod must be 10 or 30 seconds or whole minutes, got ${seconds} seconds; CloudWatch takes no other`,
    ),
    wholeNumber(
      'scaleInDatapoints',
      scaleInDatapoints,
      1,
      Math.floor(HOUR / seconds),
      'an hour is long enough to know that the load is gone',
    ),
  ];
}
