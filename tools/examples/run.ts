import { readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import manifest from '../../package.json';
import { lint } from '../rules/cfn-lint';
import { printSummary, printVerdict, runLane, type Verdict } from '../support/lane';
import { inParallel, run } from '../support/process';
import { progress } from '../support/progress';
import { pythonEnvironment } from '../support/python';
import { idProblems, migrationProblems, MIGRATION, STEPS, unexcused } from './checks';
import { GUARDED_CHANGES, guardProblems, isGuarded, synthesizeGuarded } from './guarded';
import { pack, packageProblems } from './package';
import { runtimeProblems } from './runtime';
import { synthesize, type Synthesis, type Variant } from './synthesis';
import { exampleNames, EXAMPLES, install, resolved, versionProblems } from './workspace';

/** The machines of CI have two cores. */
const PROCESSES = 2;

/** The example in whose place an application imports the runtime. */
const RUNTIME_EXAMPLE = 'existing-vpc';

/** Packs the package, installs it into every example, compiles, synthesizes and judges them. */
async function main(folder: string): Promise<boolean> {
  const tarball = await pack(folder);
  const size = (statSync(join(folder, tarball)).size / 1024 ** 2).toFixed(1);
  progress(`${tarball}: ${size} MB`);
  await install(folder);
  progress('installed');

  const examples = exampleNames();
  const variants = examples.filter((name) => !isGuarded(name)).flatMap(variantsOf);
  const guarded = examples
    .filter(isGuarded)
    .flatMap((example) => GUARDED_CHANGES.map((change) => ({ example, change })));
  const guardVerdicts: Verdict[] = [];
  const compiled = new Map<string, string[]>();
  const finished = new Map<Variant, Synthesis>();
  let programs = '';
  let runtime: string[] = [];
  await inParallel(PROCESSES, [
    async () => {
      runtime = await runtimeProblems(folder, RUNTIME_EXAMPLE);
      progress('imported the runtime');
    },
    async () => {
      programs = await pythonEnvironment();
    },
    ...[...examples, EVERY_DECLARATION].map((name) => async () => {
      compiled.set(name, await compile(folder, name, examples));
      progress(`compiled ${name}`);
    }),
    ...variants.map((variant) => async () => {
      finished.set(variant, await synthesize(folder, variant));
      progress(`synthesized and judged ${describe(variant)}`);
    }),
    ...guarded.map(({ example, change }) => async () => {
      const problems = guardProblems(change, await synthesizeGuarded(folder, example, change));
      guardVerdicts.push({ name: `${example}: the guard ${change.title}`, problems });
      progress(`guarded ${example}, change ${change.change}`);
    }),
  ]);

  // In the order of their steps, not in that in which they ended.
  const synthesized = variants.flatMap((variant): [Variant, Synthesis][] => {
    const synthesis = finished.get(variant);
    return synthesis ? [[variant, synthesis]] : [];
  });
  const linted = await lint(
    programs,
    synthesized.flatMap(([variant, { templates }]) =>
      [...templates].map(([name, template]) => ({
        configuration: describe(variant),
        name,
        content: JSON.stringify(template),
      })),
    ),
    PROCESSES,
  );
  progress(`cfn-lint: ${linted.templates} templates`);
  const findings = [
    ...linted.findings,
    ...synthesized.flatMap(([variant, synthesis]) =>
      synthesis.findings.map((finding) => ({ ...finding, configuration: describe(variant) })),
    ),
  ];
  const theirs = findings.length - unexcused(findings).length;
  progress(`${findings.length} findings, ${theirs} of them acknowledged or on the stack that is migrated away from`);

  return report([
    {
      name: 'the package holds everything it needs and nothing else',
      problems: packageProblems(resolved(folder, examples[0] ?? '', manifest.name)),
    },
    { name: `${RUNTIME_EXAMPLE}: imports the runtime, with its types`, problems: runtime },
    ...examples.map((example) => ({
      name: `${example}: installs the packed package`,
      problems: installProblems(folder, example),
    })),
    ...[...compiled].map(([name, problems]) => ({ name: `${name}: compiles`, problems })),
    ...guardVerdicts,
    ...synthesized.flatMap(([variant, synthesis]): Verdict[] => [
      {
        name: `${describe(variant)}: cdk synth --strict --no-lookups`,
        problems: synthesis.refused ? [synthesis.refused] : [],
      },
      {
        name: `${describe(variant)}: nothing that a rule finds`,
        problems: unexcused(findings)
          .filter(({ configuration }) => configuration === describe(variant))
          .map(
            ({ judge, rule, constructPath, description }) =>
              `${judge} ${rule} on ${constructPath}: ${description.split('\n')[0]}`,
          ),
      },
      { name: `${describe(variant)}: the same logical ids under other feature flags`, problems: idProblems(synthesis) },
    ]),
    {
      name: `${MIGRATION}: no step loses the database, its secret or the record`,
      problems: migrationProblems(
        synthesized.filter(([{ example }]) => example === MIGRATION).map(([, { templates }]) => templates),
      ),
    },
  ]);
}

function variantsOf(example: string): Variant[] {
  return example === MIGRATION ? STEPS.map((step) => ({ example, context: { step } })) : [{ example, context: {} }];
}

function describe({ example, context }: Variant): string {
  return [example, ...Object.values(context)].join(' ');
}

/** All examples at once, with every declaration of the package and of aws-cdk-lib checked as well. */
const EVERY_DECLARATION = 'every declaration';

async function compile(folder: string, name: string, examples: readonly string[]): Promise<string[]> {
  const everything = [
    '--ignoreConfig',
    '--target',
    'ES2022',
    '--module',
    'NodeNext',
    '--strict',
    '--noEmit',
    '--types',
    'node',
  ];
  const args =
    name === EVERY_DECLARATION
      ? [...everything, ...examples.map((example) => join(EXAMPLES, example, 'bin', 'app.ts'))]
      : ['--project', join(EXAMPLES, name)];
  const { exitCode, output } = await run(join(folder, 'node_modules', '.bin', 'tsc'), args, {}, undefined, folder);
  return exitCode === 0 ? [] : [output];
}

function installProblems(folder: string, example: string): string[] {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(folder, EXAMPLES, example, 'package.json'), 'utf8'),
  ) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };
  const place = resolved(folder, example, manifest.name);
  return [
    ...versionProblems(example, { ...dependencies, ...devDependencies }),
    ...(place.startsWith(folder + sep) ? [] : [`${manifest.name} comes from ${place}, not from the packed package`]),
  ];
}

function report(checks: readonly Verdict[]): boolean {
  checks.filter(({ problems }) => problems.length > 0).forEach(printVerdict);
  return printSummary(checks);
}

runLane('examples', main);
