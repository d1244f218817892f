import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countLintRules, lint, type Template } from './cfn-lint';
import { cliSynth, compileApp, type CliSynth } from './cli-synth';
import { HOUSE_RULES } from './house';
import { countCloudFormationRules } from './judges';
import {
  describe,
  everyConfiguration,
  everySharding,
  pairwiseConfigurations,
  someStages,
  type Configuration,
} from './matrix';
import { printSummary, printVerdict, runLane } from '../support/lane';
import { inParallel } from '../support/process';
import { progress } from '../support/progress';
import { pythonEnvironment } from '../support/python';
import { NAIVE } from './naive';
import { nagPacks } from './nag-packs';
import { guardRules, rulesOf } from './rule-names';
import { checks, describeEvidence, type Evidence } from './verdict';
import { judgeMatrix, type PlacedFinding } from './whole-matrix';

/** The machines of CI have two cores. */
const PROCESSES = 2;

/** Every judge judges every configuration, and the naive stack beside them. */
async function main(folder: string, inProject: string): Promise<boolean> {
  const pairwise = [...pairwiseConfigurations(), ...someStages(), ...everySharding()];
  const named = [...pairwise, ...everyConfiguration()].map((choices): [string, Configuration] => [
    describe(choices),
    choices,
  ]);
  const every = [...new Map(named).values()];
  progress(`${every.length} configurations in processes that stay, ${pairwise.length} through the CLI`);
  let judged = 0;
  const [matrix, programs, app] = await Promise.all([
    judgeMatrix(every, folder, PROCESSES, () => {
      if (++judged % 25 === 0) progress(`judged ${judged} of ${every.length} configurations and the naive stack`);
    }),
    pythonEnvironment(),
    compileApp(inProject),
  ]);
  progress('judged every configuration');

  // After the matrix: most verdicts are there when the CLI asks for them.
  const synths = new Map<string, CliSynth>();
  const throughCli = (name: string, choice: string) => async () => {
    synths.set(name, await cliSynth(choice, mkdtempSync(join(folder, 'synth-')), folder, app));
    progress(`cdk synth --strict: ${name}`);
  };
  await inParallel(PROCESSES, [
    throughCli(NAIVE, NAIVE),
    ...pairwise.map((configuration) => throughCli(describe(configuration), JSON.stringify(configuration))),
  ]);

  const templates = [...synths].flatMap(([configuration, synth]) => templatesOf(configuration, synth));
  const linted = await lint(programs, templates, PROCESSES);
  progress(`cfn-lint: ${linted.templates} different templates`);

  const findings: PlacedFinding[] = [
    ...matrix.findings,
    ...linted.findings,
    ...[...synths].flatMap(([configuration, synth]) =>
      synth.findings.map((finding) => ({ ...finding, configuration })),
    ),
  ];
  return report({
    ours: findings.filter(({ configuration }) => configuration !== NAIVE),
    naive: findings.filter(({ configuration }) => configuration === NAIVE),
    acknowledgements: matrix.acknowledgements,
    refused: [...synths]
      .filter(([configuration, { exitCode }]) => configuration !== NAIVE && exitCode !== 0)
      .map(([configuration, { output }]) => ({ configuration, output })),
    staleExceptions: linted.staleExceptions,
    rules: await countRules(programs),
    facts: [
      `${every.length} configurations, ${matrix.templates} different templates, judged in processes that stay`,
      `${pairwise.length} configurations with every pair of choices, the stages, and shards, through cdk synth --strict --no-lookups; ${linted.templates} different templates through cfn-lint`,
    ],
  });
}

function templatesOf(configuration: string, { templates }: CliSynth): Template[] {
  return [...templates].map(([name, content]) => ({ configuration, name, content }));
}

async function countRules(programs: string): Promise<Map<string, number>> {
  return new Map([
    ...nagPacks().map((pack): [string, number] => [pack.name, rulesOf(pack).size]),
    ['CloudFormation Validate', countCloudFormationRules()],
    ['cdk-validator-cfnguard', guardRules().length],
    ['cfn-lint', await countLintRules(programs)],
    // Warnings and errors that constructs raise themselves: nobody has a list of them.
    ['Construct Annotations', 0],
    ['House rules', HOUSE_RULES.length],
  ]);
}

function report(evidence: Evidence): boolean {
  const results = checks(evidence);
  console.log(`\n${describeEvidence(evidence)}\n`);
  results.forEach(printVerdict);
  progress('done');
  return printSummary(results);
}

runLane('rules-lane', async (folder) => {
  mkdirSync('.build', { recursive: true });
  const inProject = mkdtempSync(join('.build', 'rules-lane-'));
  return main(folder, inProject).finally(() => rmSync(inProject, { recursive: true }));
});
