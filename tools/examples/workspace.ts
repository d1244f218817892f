import { cpSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import manifest from '../../package.json';
import { run } from '../support/process';

/** Folder of the examples, in the checkout and in the workspace. */
export const EXAMPLES = 'examples';

/** What plugs the judges into an app: the first is imported before the app, and imports the others. */
export const JUDGES = ['tools/examples/judge.ts', 'tools/rules/guard-judge.ts', 'tools/rules/nag-packs.ts'] as const;

/** Name of every example. */
export function exampleNames(): string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * Installs the examples with the packed package in a folder outside of the checkout. They are workspaces of one root only to
 * save the time of five installations: each still gets what its own package.json asks for, or the installation fails.
 */
export async function install(folder: string): Promise<void> {
  cpSync(EXAMPLES, join(folder, EXAMPLES), { recursive: true, filter: (source) => !LEFT_BY_USE.has(basename(source)) });
  for (const file of JUDGES) cpSync(file, join(folder, file));
  const judges = ['cdk-nag', '@cdklabs/cdk-validator-cfnguard'] as const;
  const root = {
    private: true,
    workspaces: [`${EXAMPLES}/*`],
    devDependencies: Object.fromEntries(judges.map((name) => [name, manifest.devDependencies[name]])),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(root));
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { exitCode, output } = await run('npm', args, {}, undefined, folder);
  if (exitCode !== 0)
    throw new Error(`npm cannot install the examples; check the connection to the registry\n${output}`);
}

const LEFT_BY_USE = new Set(['node_modules', 'cdk.out', 'package-lock.json']);

/** Folder of a package as an example sees it, links resolved. */
export function resolved(folder: string, example: string, name: string): string {
  const require = createRequire(join(folder, EXAMPLES, example, 'bin', 'app.ts'));
  return realpathSync(join(require.resolve(`${name}/package.json`), '..'));
}

/** Versions that an example asks for and the library is not tested with. */
export function versionProblems(example: string, dependencies: Readonly<Record<string, string>>): string[] {
  const tested: Readonly<Record<string, string>> = {
    ...manifest.devDependencies,
    [manifest.name]: `file:../../${manifest.name}-${manifest.version}.tgz`,
  };
  return Object.entries(dependencies)
    .filter(([name, version]) => tested[name] !== version)
    .map(([name, version]) => `${example} asks for ${name} ${version}, and the library is tested with ${tested[name]}`);
}
