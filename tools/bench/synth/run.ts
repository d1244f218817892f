import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { printSummary, printVerdict, runLane, type Verdict } from '../../support/lane';
import { run } from '../../support/process';
import { progress } from '../../support/progress';
import { countResources, differences, readAssembly } from './assembly';
import { compile, floorFile } from './build';
import { floorApp } from './floor';
import { measure, type Subject } from './measure';
import { fullPlan, inTurn, quickPlan, regionCase, Results } from './plan';
import { page, ratioToFloor, tables, TARGET, type ResourceCounts } from './report';
import { measureShards, shardClaims } from './shards';

/** Measures, prints the tables and, unless it is quick, writes them to docs/performance.md. */
async function main(folder: string, quick: boolean): Promise<Verdict[]> {
  const { cases, rounds, shardRounds } = quick ? quickPlan() : fullPlan();
  compile(folder);
  const numbersOf = (isOf: (subject: Subject) => boolean) =>
    [...new Set(cases.filter(({ subject }) => isOf(subject)).map(({ services }) => services))].sort(
      (one, other) => one - other,
    );
  const counts = {
    services: await prepare(
      folder,
      numbersOf((subject) => subject !== 'regions'),
    ),
    regions: await countRegions(
      folder,
      numbersOf((subject) => subject === 'regions'),
    ),
  };
  const results = new Results();
  for (let round = 0; round <= rounds; round++) {
    for (const measured of inTurn(cases, round)) {
      const sample = await measure(folder, measured);
      if (round > 0) results.add(measured, sample);
    }
    progress(round === 0 ? 'warmed up' : `round ${round} of ${rounds}`);
  }
  const shards = await measureShards(folder, shardRounds);
  console.log(`\n${tables(results, counts, shards)}\n`);
  console.log(`app alone: ${ratioToFloor(results).toFixed(2)} times the floor, the target is ${TARGET}`);
  const verdicts = shardClaims(shards);
  if (quick) return verdicts;
  const { stdout } = await run('git', ['rev-parse', '--short', 'HEAD']);
  const date = new Date().toISOString().slice(0, 10);
  const text = page(results, counts, shards, { rounds, date, commit: stdout.trim() });
  writeFileSync('docs/performance.md', await format(text, { parser: 'markdown', printWidth: 120 }));
  return verdicts;
}

/** Writes the floors, and makes sure that they are the same as ours. */
async function prepare(folder: string, numbers: readonly number[]): Promise<ResourceCounts['services']> {
  const counts = new Map<number, Record<Exclude<Subject, 'regions' | 'shards'>, number>>();
  for (const services of numbers) {
    const assemblyOf = async (subject: Subject) => {
      const outdir = join(folder, `${subject}-${services}`);
      await measure(folder, { subject, services, cli: false, validation: false }, outdir);
      return readAssembly(outdir);
    };
    const ours = await assemblyOf('ours');
    writeFileSync(floorFile(folder, services), floorApp(ours));
    const floor = await assemblyOf('floor');
    const different = differences(ours, floor);
    if (different.length > 0)
      throw new Error(`the floor is not the same as ours:\n${different.slice(0, 5).join('\n')}`);
    const patterns = await assemblyOf('patterns');
    counts.set(services, {
      ours: countResources(ours),
      floor: countResources(floor),
      patterns: countResources(patterns),
    });
    progress(`${services} services: ${countResources(ours)} resources, the same in the floor`);
  }
  return counts;
}

async function countRegions(folder: string, numbers: readonly number[]): Promise<ResourceCounts['regions']> {
  const counts = new Map<number, number>();
  for (const regions of numbers) {
    const outdir = join(folder, `regions-${regions}`);
    await measure(folder, regionCase(regions), outdir);
    counts.set(regions, countResources(readAssembly(outdir)));
    progress(`${regions} regions: ${counts.get(regions)} resources`);
  }
  return counts;
}

runLane('bench', async (folder) => {
  const verdicts = await main(folder, process.argv.includes('--quick'));
  verdicts.forEach(printVerdict);
  return printSummary(verdicts);
});
