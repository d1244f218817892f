import {
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeFolder, type NodeMajor } from './node-binaries';
import { run, type CommandResult } from '../support/process';

/** A user's machine, as far as it differs from another user's: where the project is, and what surrounds its commands. */
export interface Place {
  readonly name: string;
  /** Folder of the project. */
  readonly folder: string;
  /** Holds the home and the temporary folder, which no other place shares. */
  readonly surroundings: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly umask: string;
  /** Whether the variables of the environment are in the opposite order. */
  readonly reversed: boolean;
}

/** What a process sees of its place. */
export interface Sight {
  readonly node: string;
  readonly folder: string;
  readonly home: string;
  readonly temporary: string;
  readonly time: string;
  readonly number: string;
  readonly order: string;
  readonly variables: string;
  readonly mask: number;
}

/** Runs a Node program in a place, with nothing of the environment of this process. */
export async function runIn(place: Place, major: NodeMajor, args: readonly string[]): Promise<CommandResult> {
  const node = await nodeFolder(major);
  const variables = Object.entries({
    PATH: [node, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: join(place.surroundings, 'home'),
    TMPDIR: join(place.surroundings, 'tmp'),
    USER: place.name,
    TZ: place.timeZone,
    LANG: place.locale,
    LC_ALL: place.locale,
    // Node 20 is told by the SDK that it is old, and Debian's and CI's machines are not EC2's.
    NODE_NO_WARNINGS: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
  }).map(([name, value]) => `${name}=${value}`);
  const ordered = place.reversed ? variables.reverse() : variables;
  // The shell sets the umask and would sort the environment: `env` comes after it.
  const withMask = ['-c', `umask ${place.umask} && exec "$@"`, 'sh'];
  return run('sh', [...withMask, 'env', '-i', ...ordered, join(node, 'node'), ...args], {}, undefined, place.folder);
}

/** Looks around in a place. */
export async function lookAround(place: Place, major: NodeMajor): Promise<Sight> {
  const { stdout, output, exitCode } = await runIn(place, major, ['--eval', LOOK_AROUND]);
  if (exitCode !== 0) throw new Error(`Node ${major} does not run in ${place.name}:\n${output}`);
  return JSON.parse(stdout) as Sight;
}

const LOOK_AROUND = `
const variables = Object.keys(process.env);
console.log(JSON.stringify({
  node: process.versions.node.split('.')[0],
  folder: process.cwd(),
  home: os.homedir(),
  temporary: os.tmpdir(),
  time: new Date(0).toString(),
  number: (1234.5).toLocaleString(),
  order: ['z', 'ä', 'ö', 'o'].sort((one, other) => one.localeCompare(other)).join(''),
  variables: ['HOME', 'TZ', 'PATH'].sort((one, other) => variables.indexOf(one) - variables.indexOf(other)).join(),
  mask: process.umask(),
}));
`;

/** Makes the folders around a place. */
export function furnish({ surroundings }: Place): void {
  for (const folder of ['home', 'tmp']) mkdirSync(join(surroundings, folder), { recursive: true });
}

/** Copies files of the project, in the given order, which is that of the folder's list on some file systems. */
export function copyFiles(from: string, to: string, files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    copyFileSync(join(from, file), join(to, file));
    chmodSync(join(to, file), lstatSync(join(from, file)).mode & 0o777);
  }
}

/** Makes the same folder again without the room for it: every file has a second name. */
export function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    // The temporary folder may be on another file system.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(source, target);
  }
}
