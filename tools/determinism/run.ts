import { existsSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareFolders, type Comparison } from './compare';
import { NODE_MAJORS, nodeFolder, type NodeMajor } from './node-binaries';
import { copyFiles, furnish, linkFolder, lookAround, runIn, type Place, type Sight } from './place';
import { printSummary, printVerdict, runLane, type Verdict } from '../support/lane';
import { inParallel, run } from '../support/process';
import { progress } from '../support/progress';
import { table } from '../support/table';

/** The machines of CI have two cores. */
const PROCESSES = 2;

/** What is synthesized: the defaults, and what differs from them most. */
const CONFIGURATIONS: Readonly<Record<string, readonly string[]>> = {
  default: [],
  'rds-postgres, nodes, disposable': ['database=rds-postgres', 'cache=nodes', 'disposable=true'],
};

/**
 * Hold absolute paths, and nothing that is deployed: where in the code a construct was made, and what was found in which file.
 * The manifest names them and has no metadata of its own.
 */
function isLeftOut(path: string): boolean {
  return path === 'validation-report.json' || /^[^/]+\.metadata\.json$/.test(path);
}

interface Check extends Verdict {
  readonly comparison?: Comparison;
}

async function main(root: string): Promise<boolean> {
  for (const major of NODE_MAJORS) progress(`Node ${major}: ${await nodeFolder(major)}`);
  const [one, other] = placesIn(root);
  await settle(one, other);
  progress('two copies of the project');

  const surroundings = surroundingsDiffer(await lookAround(one, '20'), await lookAround(other, '22'));
  await inParallel(PROCESSES, [() => buildHandlers(one, '20'), () => buildHandlers(other, '22')]);
  progress('handlers are bundled in both');
  await inParallel(
    PROCESSES,
    [one, other].flatMap((place) =>
      NODE_MAJORS.flatMap((major) =>
        Object.keys(CONFIGURATIONS).map((configuration) => async () => {
          await synthesize(place, major, configuration);
          progress(`cdk synth in ${place.name} with Node ${major}: ${configuration}`);
        }),
      ),
    ),
  );
  return report([surroundings, handlersAreEqual(one, other), ...assembliesAreEqual(one, other)]);
}

/** Two users whose machines have as little in common as can be. */
function placesIn(root: string): [Place, Place] {
  return [
    {
      name: 'one',
      folder: join(root, 'a'),
      surroundings: join(root, 'one'),
      timeZone: 'UTC',
      locale: 'C.UTF-8',
      umask: '022',
      reversed: false,
    },
    {
      name: 'other',
      folder: join(root, 'home of the other', 'projects', 'a-folder-with-a-much-longer-name'),
      surroundings: join(root, 'home of the other'),
      timeZone: 'Pacific/Chatham',
      // Where `ö` comes after `z`.
      locale: 'sv_SE.UTF-8',
      umask: '077',
      reversed: true,
    },
  ];
}

/** Copies what is part of the project to both: the second time in the opposite order, and with packages of its own. */
async function settle(one: Place, other: Place): Promise<void> {
  const { exitCode, stdout, output } = await run('git', ['ls-files', '-z', '-co', '--exclude-standard']);
  if (exitCode !== 0)
    throw new Error(`git must list the files of the project; install git and run this in a clone\n${output}`);
  // A file that is deleted and not committed is still listed.
  const files = stdout.split('\0').filter((file) => file !== '' && existsSync(file));
  [one, other].forEach(furnish);
  copyFiles('.', one.folder, files);
  copyFiles(one.folder, other.folder, [...files].reverse());
  symlinkSync(resolve('node_modules'), join(one.folder, 'node_modules'));
  linkFolder('node_modules', join(other.folder, 'node_modules'));
}

async function buildHandlers(place: Place, major: NodeMajor): Promise<void> {
  await succeed(place, major, ['tools/bundle.mjs']);
}

async function synthesize(place: Place, major: NodeMajor, configuration: string): Promise<void> {
  const context = (CONFIGURATIONS[configuration] ?? []).flatMap((value) => ['--context', value]);
  const options = ['--quiet', '--strict', '--no-lookups', '--no-notices', '--output', assembly(major, configuration)];
  await succeed(place, major, ['node_modules/aws-cdk/bin/cdk', 'synth', ...options, ...context]);
}

/** Inside the project, as it is by default. */
function assembly(major: NodeMajor, configuration: string): string {
  return join('cdk.out', `node-${major}`, configuration);
}

async function succeed(place: Place, major: NodeMajor, args: readonly string[]): Promise<void> {
  const { exitCode, output } = await runIn(place, major, args);
  if (exitCode !== 0) throw new Error(`${args.join(' ')} failed in ${place.name} with Node ${major}:\n${output}`);
}

/** Without this, equal results would prove nothing. */
function surroundingsDiffer(one: Sight, other: Sight): Check {
  const same = (Object.keys(one) as (keyof Sight)[]).filter((key) => one[key] === other[key]);
  return {
    name: 'Node, folder, home, time zone, locale, environment and umask differ',
    problems: same.map((key) => `${key} is ${one[key]} in both`),
  };
}

function handlersAreEqual(one: Place, other: Place): Check {
  const comparison = compareFolders(join(one.folder, 'dist'), join(other.folder, 'dist'), () => false);
  return checkOf('bundled handlers: one with Node 20, other with Node 22', comparison);
}

function assembliesAreEqual(one: Place, other: Place): Check[] {
  return Object.keys(CONFIGURATIONS).flatMap((configuration) => {
    const compare = (name: string, [left, leftNode]: [Place, NodeMajor], [right, rightNode]: [Place, NodeMajor]) => {
      const folders = [
        join(left.folder, assembly(leftNode, configuration)),
        join(right.folder, assembly(rightNode, configuration)),
      ];
      return checkOf(`${configuration}: ${name}`, compareFolders(folders[0], folders[1], isLeftOut));
    };
    return [
      compare('one and other, Node 20', [one, '20'], [other, '20']),
      compare('one and other, Node 22', [one, '22'], [other, '22']),
      compare('Node 20 and Node 22', [one, '20'], [one, '22']),
    ];
  });
}

function checkOf(name: string, comparison: Comparison): Check {
  const nothing = comparison.files === 0 ? ['nothing was compared'] : [];
  return { name, comparison, problems: [...nothing, ...comparison.differences] };
}

function report(checks: readonly Check[]): boolean {
  const rows = checks.flatMap(({ name, comparison }) =>
    comparison ? [[name, comparison.files, comparison.bytes, comparison.leftOut.length]] : [],
  );
  console.log(`\n${table([['compared', 'files', 'bytes', 'left out'], ...rows])}`);
  const leftOut = new Set(checks.flatMap(({ comparison }) => comparison?.leftOut ?? []));
  console.log(`\nleft out, because they hold absolute paths: ${[...leftOut].sort().join(', ')}\n`);
  checks.forEach(printVerdict);
  progress('done');
  return printSummary(checks);
}

runLane('determinism', main);
