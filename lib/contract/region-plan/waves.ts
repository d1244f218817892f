import { regionRules } from './plan';

/** What a deployment does to the list of regions. */
export type WaveChange = 'create' | 'add' | 'remove';

/** One deployment on the way to another list of regions. */
export interface Wave {
  /** From 1. */
  readonly number: number;
  readonly change: WaveChange;
  /** Regions that come or go: one, unless nothing exists yet. */
  readonly changed: readonly string[];
  /** Regions that exist afterwards, home first: what this deployment is given. */
  readonly regions: readonly string[];
}

/**
 * The deployments that lead from the regions that exist to those that are wanted. A table is created with any number of replicas, but afterwards
 * CloudFormation adds or removes a single one in each update
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html, `Replicas`): one region in each
 * deployment, in the order in which they are wanted. Those that go, go in the opposite order, and each is evacuated first.
 *
 * @param wanted Regions in the end, home first.
 * @param from Regions that are deployed, home first; none when nothing is.
 */
export function deploymentWaves(wanted: readonly string[], from: readonly string[] = []): Wave[] {
  if (from.length === 0) return [{ number: 1, change: 'create', changed: [...wanted], regions: [...wanted] }];
  const coming = wanted.filter((region) => !from.includes(region));
  const going = from.filter((region) => !wanted.includes(region)).reverse();
  return [
    ...coming.map((region, index) => ({
      number: index + 1,
      change: 'add' as const,
      changed: [region],
      regions: wanted.filter((other) => !coming.slice(index + 1).includes(other)),
    })),
    ...going.map((region, index) => ({
      number: index + 1,
      change: 'remove' as const,
      changed: [region],
      regions: from.filter((other) => !going.slice(0, index + 1).includes(other)),
    })),
  ];
}

/** Why there is no way from the regions that exist to those that are wanted. */
export function brokenWaveRules(wanted: readonly string[], from: readonly string[] = []): string[] {
  const broken = [...regionRules(wanted), ...(from.length === 0 ? [] : regionRules(from, 'from'))];
  if (broken.length > 0 || from.length === 0) return broken;
  const shown = JSON.stringify(wanted);
  const gone = from.filter((region) => !wanted.includes(region));
  if (wanted[0] !== from[0]) {
    return [
      `regions must begin with ${from[0]}, got ${shown}; home cannot change: what holds data is there, and another home would be another, empty one`,
    ];
  }
  if (gone.length > 0 && wanted.some((region) => !from.includes(region))) {
    return [
      `regions must keep ${gone.join(', ')} while others are added, got ${shown}; add first, then evacuate and remove what is to go`,
    ];
  }
  return [];
}
