import { join } from 'node:path';
import type { Verdict } from '../../support/lane';
import { progress } from '../../support/progress';
import { countResources, readAssembly } from './assembly';
import { measure, medianOf, type Case, type Sample } from './measure';
import { scaleTable, type ScaleRow } from './scale-table';

/** Numbers of shards that are measured, each in three regions. */
export const SHARDS = [1, 2, 8, 64];

/** The two numbers that growth is judged by: with fewer, what there is once counts for most. */
const [FEW, MANY] = [8, 64];

/** A resource of many shards may take so many times the time, or memory, of one of few: linear, with room for a machine that is busy. */
const MOST_GROWTH = 1.5;

/** Half of what CloudFormation allows in a stack. */
const MOST_RESOURCES = 250;

/** What so many shards come to. */
export interface ShardRow extends ScaleRow {
  /** Stacks, and the most resources that one of them has. */
  readonly stacks: number;
  readonly largest: number;
}

/** Measures the synthesis of shards in three regions. They are by far the largest apps, and so they have rounds of their own. */
export async function measureShards(folder: string, rounds: number): Promise<ShardRow[]> {
  const samples = new Map(SHARDS.map((number): [number, Sample[]] => [number, []]));
  const outdir = (number: number) => join(folder, `shards-${number}`);
  for (let round = 1; round <= rounds; round++) {
    for (const number of SHARDS) samples.get(number)?.push(await measure(folder, caseOf(number), outdir(number)));
    progress(`shards: round ${round} of ${rounds}`);
  }
  return [...samples].map(([number, all]) => {
    const { stacks, ...others } = readAssembly(outdir(number));
    const largest = Math.max(...stacks.map(({ template }) => Object.keys(template.Resources).length));
    const resources = countResources({ stacks, ...others });
    return { number, sample: medianOf(all), resources, stacks: stacks.length, largest };
  });
}

function caseOf(shards: number): Case {
  return { subject: 'shards', services: shards, cli: false, validation: false };
}

/** What more shards cost, as Markdown. */
export function shardTable(rows: readonly ShardRow[]): string {
  const stacks = rows.map(
    ({ number, stacks: count, largest }) =>
      `${number === 1 ? 'one shard' : `${number} shards`}: ${count} stacks, the largest with ${largest} resources`,
  );
  return [scaleTable('shards', rows), `${stacks.join('; ')}.`].join('\n\n');
}

/** What the project claims of them. */
export function shardClaims(rows: readonly ShardRow[]): Verdict[] {
  const [few, many] = [FEW, MANY].map((number) => rows.find((row) => row.number === number));
  if (!few || !many) throw new Error(`${FEW} and ${MANY} shards must have been measured`);
  const growth = (figure: (sample: Sample) => number) =>
    figure(many.sample) / many.resources / (figure(few.sample) / few.resources);
  const linear = (what: string, times: number): Verdict => ({
    name: `a resource of ${MANY} shards in three regions takes ${times.toFixed(2)} times the ${what} of one of ${FEW}`,
    problems: times <= MOST_GROWTH ? [] : [`it may be ${MOST_GROWTH} times at most`],
  });
  const largest = Math.max(...rows.map((row) => row.largest));
  return [
    linear(
      'CPU time',
      growth(({ cpu }) => cpu),
    ),
    linear(
      'memory',
      growth(({ memory }) => memory),
    ),
    {
      name: `no stack has more than ${largest} resources`,
      problems: largest < MOST_RESOURCES ? [] : [`it has to be less than ${MOST_RESOURCES}`],
    },
  ];
}
