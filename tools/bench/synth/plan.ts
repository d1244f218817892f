import type { Case, Sample, Subject } from './measure';
import { medianOf } from './measure';

export const SUBJECTS = ['ours', 'floor', 'patterns'] as const satisfies readonly Subject[];

/** The reference app: a web service and a worker. */
export const REFERENCE = 2;

/** Numbers of services that growth is measured at. The last one is near what a stack has room for. */
export const GROWTH = [1, 4, 16];

/** Numbers of regions. */
export const REGIONS = [1, 2, 3, 4, 6];

/** The reference app in so many regions. */
export function regionCase(regions: number): Case {
  return { subject: 'regions', services: regions, cli: false, validation: false };
}

/** How much is measured. */
export interface Plan {
  readonly cases: readonly Case[];
  /** Rounds that count; one more is run first, to fill the caches of the file system. */
  readonly rounds: number;
  /** Rounds of the shards. */
  readonly shardRounds: number;
}

export function fullPlan(): Plan {
  const both = [false, true];
  const reference = both.flatMap((cli) =>
    both.flatMap((validation) => SUBJECTS.map((subject): Case => ({ subject, services: REFERENCE, cli, validation }))),
  );
  return { cases: [...reference, ...growthCases(GROWTH), ...REGIONS.map(regionCase)], rounds: 5, shardRounds: 3 };
}

/** For CI: enough to see that everything can be measured, and by how much it is off. */
export function quickPlan(): Plan {
  const reference = SUBJECTS.map((subject): Case => ({ subject, services: REFERENCE, cli: false, validation: false }));
  return { cases: [...reference, ...growthCases([1, 16]), ...[1, 3].map(regionCase)], rounds: 3, shardRounds: 1 };
}

function growthCases(numbers: readonly number[]): Case[] {
  return numbers.flatMap((services) =>
    SUBJECTS.map((subject): Case => ({ subject, services, cli: false, validation: false })),
  );
}

/** Each round begins with another case, of another subject: the first one pays for what the round before left behind. */
export function inTurn(cases: readonly Case[], round: number): Case[] {
  const first = (round * (SUBJECTS.length + 1)) % cases.length;
  return [...cases.slice(first), ...cases.slice(0, first)];
}

/** What was measured, by case. */
export class Results {
  private readonly samples = new Map<string, Sample[]>();

  public add(measured: Case, sample: Sample): void {
    this.samples.set(keyOf(measured), [...(this.samples.get(keyOf(measured)) ?? []), sample]);
  }

  /** The medians of a case, or nothing where it was not measured. */
  public of(measured: Case): Sample | undefined {
    const samples = this.samples.get(keyOf(measured));
    return samples && medianOf(samples);
  }
}

function keyOf({ subject, services, cli, validation }: Case): string {
  return [subject, services, cli, validation].join();
}
