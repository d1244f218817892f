import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAssembly } from '../input/assembly';
import { printVerdict, runLane } from '../support/lane';
import { Pool } from '../support/pool';
import { progress } from '../support/progress';
import { table } from '../support/table';
import { coverageOf, type Coverage } from './coverage';
import { focusesOf } from './focus';
import { interruptedSteps, withInterruptions, type InterruptedStep } from './interruptions';
import { api, plainJobs, rules, type Job, type JobResult } from './jobs';
import { PARTS, type Judged } from './judged';
import { OUTPUT_FOLDER } from './synthesis';
import { TABLES } from './tables';

/** The machines of CI have two cores. */
const PROCESSES = 2;

/** Configurations in a generated chain: each is judged against every larger one. */
const CHAIN_LENGTH = 10;
const PAIRS_OF_A_CHAIN = (CHAIN_LENGTH * (CHAIN_LENGTH - 1)) / 2;

/** How often properties that did not grow get another chance. */
const MORE_ROUNDS = 4;

/** The page that says which steps interrupt something. */
const PAGE = 'docs/growth.md';

const { values: args } = parseArgs({
  options: {
    pairs: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    update: { type: 'boolean', default: false },
  },
});

/** What the lane found out. */
interface Evidence {
  readonly results: readonly JobResult[];
  readonly coverage: Coverage;
}

/** Judges every step up that the platform can take, and moves that lose data. */
async function main(folder: string): Promise<boolean> {
  // They may be ended in the middle of a file. Not TMPDIR: what was compiled in an earlier run is there.
  const environment = { [OUTPUT_FOLDER]: folder };
  const pool = new Pool<Job, JobResult>(join(__dirname, 'worker.ts'), { processes: PROCESSES, environment });
  try {
    return report(await judgeAll(pool));
  } finally {
    pool.end();
  }
}

async function judgeAll(pool: Pool<Job, JobResult>): Promise<Evidence> {
  const results: JobResult[] = [];
  const done = (result: JobResult) => {
    const before = judgedIn(results).length;
    results.push(result);
    const now = before + result.judged.length;
    if (Math.floor(now / 50) > Math.floor(before / 50)) progress(`judged ${now} pairs`);
  };
  const coverage = await coverageOfApi();
  if (coverage.problems.length > 0) return { results, coverage };
  let next = Number(args.seed);
  const chained = (properties: readonly string[], pairs: number) => {
    const jobs = chains(properties, pairs, next);
    next += jobs.length;
    return jobs;
  };
  await pool.run([...plainJobs(), ...chained(coverage.growing, Number(args.pairs))], done);
  // What did not get to grow, since something else decided its value, gets chains of its own.
  for (let round = 0; round < MORE_ROUNDS; round++) {
    const rest = coverage.growing.filter((property) => !grownIn(results).has(property));
    if (rest.length > 0) await pool.run(chained(rest, 1), done);
  }
  return { results, coverage };
}

async function coverageOfApi(): Promise<Coverage> {
  await buildAssembly();
  return coverageOf(api(), rules(), TABLES);
}

/** Chains in each of which other properties have to grow, until all do and there are pairs enough. */
function chains(growing: readonly string[], pairs: number, seed: number): Job[] {
  return focusesOf(growing, Math.ceil(pairs / PAIRS_OF_A_CHAIN)).map((focus, index) => ({
    kind: 'chain',
    seed: seed + index,
    length: CHAIN_LENGTH,
    focus,
  }));
}

function grownIn(results: readonly JobResult[]): Set<string> {
  return new Set(results.flatMap((result) => result.grown ?? []));
}

function judgedIn(results: readonly JobResult[]): Judged[] {
  return results.flatMap(({ judged }) => judged);
}

function report({ results, coverage }: Evidence): boolean {
  const judged = judgedIn(results);
  const interrupted = interruptedSteps(judged);
  const problems = [...coverage.problems, ...neverGrown(results, coverage), ...pageProblems(interrupted)];
  const failed = judged.filter((pair) => pair.problems.length > 0);

  console.log(`\nSteps that interrupt something, each with the longest time:\n`);
  console.log(
    table([
      ['step', 'out of reach', 'because of', 'how', 'seconds'],
      ...interrupted.map(({ step, construct, property, kind, seconds }) => [step, construct, property, kind, seconds]),
    ]),
  );
  console.log(`\n${describe(results, coverage)}\n`);
  failed.forEach(({ part, name, problems: found }) => printVerdict({ name: `${part}: ${name}`, problems: found }));
  if (problems.length > 0) printVerdict({ name: 'what is proved is all that there is', problems });
  progress('done');
  console.log(`${judged.length} pairs judged: ${PARTS.map((part) => `${count(judged, part)} ${part}`).join(', ')}`);
  const failures = failed.length + problems.length;
  console.log(`${judged.length - failed.length} passed, ${failures} failed`);
  return failures === 0 && judged.length > 0;
}

/** Growth that no generated pair has had: nothing is proved of it. */
function neverGrown(results: readonly JobResult[], { growing }: Coverage): string[] {
  const grown = grownIn(results);
  if (grown.size === 0) return ['nothing was generated'];
  return growing.filter((property) => !grown.has(property)).map((property) => `${property} grew in no generated pair`);
}

/** The page has to say the same; with `--update` it does afterwards. */
function pageProblems(interrupted: readonly InterruptedStep[]): string[] {
  const page = readFileSync(PAGE, 'utf8');
  const wanted = withInterruptions(page, interrupted);
  if (wanted === page) return [];
  if (!args.update)
    return [`${PAGE} says something else about what is interrupted; run npm run test:growth -- --update`];
  writeFileSync(PAGE, wanted);
  return [];
}

function describe(results: readonly JobResult[], { properties, growing, fixed, excluded }: Coverage): string {
  const judged = judgedIn(results);
  const refused = results.reduce((sum, result) => sum + (result.refused ?? 0), 0);
  return [
    table([
      ['', 'pairs', 'failed'],
      ...PARTS.map((part) => [
        part,
        count(judged, part),
        count(
          judged.filter((pair) => pair.problems.length > 0),
          part,
        ),
      ]),
    ]),
    '',
    `${properties} properties that a platform takes: ${growing.length} grow, ${fixed} stay, ${excluded} are left out with a reason.`,
    `${refused} generated sets were refused by the library and generated anew.`,
  ].join('\n');
}

function count(judged: readonly Judged[], part: string): number {
  return judged.filter((pair) => pair.part === part).length;
}

runLane('growth-proof', main);
