import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lint, type Template } from '../rules/cfn-lint';
import { GENERATED_LINT_EXCEPTIONS, LINT_EXCEPTIONS } from '../rules/cfn-lint-exceptions';
import { runLane } from '../support/lane';
import { inParallel } from '../support/process';
import { progress } from '../support/progress';
import { pythonEnvironment } from '../support/python';
import { buildAssembly, readAssembly } from './assembly';
import { coverageOf } from './coverage';
import { Generator } from './generator';
import { BY_TYPE, EXCLUDED, INPUTS } from './inputs';
import { tryInProcess } from './processes';
import { PublicApi } from './public-api';
import { describeEvidence, problemsIn, type Evidence } from './report';
import { SUBJECTS } from './subjects';
import type { Trial } from './try-set';

/** The machines of CI have two cores. */
const PROCESSES = 2;

const { values: args } = parseArgs({
  options: {
    sets: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    path: { type: 'string' },
  },
});

/** Tries generated sets of properties on every construct: each is clean, or refused with an explanation. */
async function main(folder: string): Promise<boolean> {
  const seeds = Array.from({ length: Number(args.sets) }, (_, index) => Number(args.seed) + index);
  progress(`${seeds.length} sets, seeds ${args.seed} to ${seeds.at(-1)}`);
  await buildAssembly();
  const api = new PublicApi(readAssembly());
  const options = { inputs: INPUTS, byType: BY_TYPE, excluded: EXCLUDED };
  const constructs = SUBJECTS.map(({ construct }) => construct);
  const coverage = coverageOf(api, new Generator(api, options), options, constructs);
  const trials = coverage.problems.length > 0 ? [] : await tryAll(seeds, folder);
  const templates = templatesIn(folder);
  const linted = await lint(await pythonEnvironment(), templates, PROCESSES, [
    ...LINT_EXCEPTIONS,
    ...GENERATED_LINT_EXCEPTIONS,
  ]);
  progress(`cfn-lint: ${linted.templates} different templates`);
  return report({
    coverage,
    trials,
    templates: linted.templates,
    lint: linted.findings.map(({ configuration, rule, constructPath, description }) => ({
      seed: Number(configuration),
      text: `cfn-lint: ${rule} on ${constructPath}: ${description}`,
    })),
  });
}

async function tryAll(seeds: readonly number[], folder: string): Promise<Trial[]> {
  const trials: Trial[] = [];
  const tried = (trial: Trial) => {
    trials.push(trial);
    if (trials.length % 50 === 0) progress(`tried ${trials.length} of ${seeds.length} sets`);
  };
  const shares = Array.from({ length: PROCESSES }, (_, share) =>
    seeds.filter((_seed, index) => index % PROCESSES === share),
  );
  await inParallel(
    PROCESSES,
    shares.map((share) => () => tryInProcess({ seeds: share, path: args.path, folder }, tried)),
  );
  return trials;
}

function templatesIn(folder: string): Template[] {
  return readdirSync(folder).flatMap((seed) =>
    readdirSync(join(folder, seed)).map((name) => ({
      configuration: seed,
      name,
      content: readFileSync(join(folder, seed, name), 'utf8'),
    })),
  );
}

function report(evidence: Evidence): boolean {
  const problems = problemsIn(evidence);
  console.log(`\n${describeEvidence(evidence)}\n`);
  problems.forEach((problem) => console.log(`FAILED ${problem}\n`));
  const failed = new Set([
    ...evidence.trials.filter(({ outcome }) => outcome.kind === 'failed').map(({ seed }) => seed),
    ...evidence.lint.map(({ seed }) => seed),
  ]).size;
  const uncovered = evidence.coverage.problems.length;
  progress('done');
  console.log(`${evidence.trials.length - failed} passed, ${failed + uncovered} failed`);
  return problems.length === 0;
}

runLane('input-lane', main);
