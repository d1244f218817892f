import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../support/process';

/** Packs the package as it is published. Nothing is built: what is missing or older than its source is a problem of its own. */
export async function pack(folder: string): Promise<string> {
  const { exitCode, output } = await run('npm', [
    ...['pack', '--ignore-scripts', '--silent'],
    ...['--pack-destination', folder],
  ]);
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (exitCode !== 0 || !tarball) throw new Error(`npm pack failed:\n${output}`);
  return tarball;
}

/** What of the installed package is missing, older than its source, or has no business to be there. */
export function packageProblems(installed: string): string[] {
  const bundles = [...handlers(), ...EDGE, ...RUNTIME, COMMAND_LINE];
  const expected = new Map([...builtFrom('lib'), ...bundles, ...declarations(installed)]);
  const files = filesIn(installed).filter((file) => !file.startsWith('node_modules'));
  const missing = [...expected.keys(), ...PLAIN_FILES].filter((file) => !files.includes(file));
  const stale = [...expected].filter(([file, source]) => existsSync(file) && isOlder(file, source));
  const superfluous = files.filter(
    (file) => !expected.has(file) && !PLAIN_FILES.includes(file) && !/^docs\//.test(file),
  );
  return [
    ...missing.map((file) => `${file} is missing; run "npm run build"`),
    ...stale.map(([file, source]) => `${file} is older than ${source}; run "npm run build"`),
    ...superfluous.map((file) => `${file} has no source; remove dist/ and run "npm run build"`),
    ...bundleProblems(installed),
  ];
}

/** jsii lets only bundled packages be dependencies. They bring their own along, and no other. */
function bundleProblems(installed: string): string[] {
  const needed = new Set([installed]);
  const missing: string[] = [];
  for (const folder of needed) {
    for (const name of dependenciesOf(folder)) {
      const found = resolved(name, folder, installed);
      if (found) needed.add(found);
      else missing.push(`${name}, which ${folder} needs, is not bundled; run "npm ci"`);
    }
  }
  const superfluous = packagesIn(join(installed, 'node_modules')).filter((folder) => !needed.has(folder));
  return [...missing, ...superfluous.map((folder) => `${folder} is bundled, and nothing needs it; run "npm ci"`)];
}

function dependenciesOf(folder: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  return Object.keys(dependencies);
}

/** Where Node finds a package, without leaving the one that is installed. */
function resolved(name: string, from: string, installed: string): string | undefined {
  const found = join(from, 'node_modules', name);
  if (existsSync(found)) return found;
  return from === installed ? undefined : resolved(name, dirname(from), installed);
}

function packagesIn(modules: string): string[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? packagesIn(join(modules, name)) : [join(modules, name)]));
}

const COMMAND_LINE: [string, string] = [join('dist', 'bin', 'ztm.js'), join('bin', 'ztm.ts')];

/** The functions of the edge. */
const EDGE = ['viewer-request', 'viewer-response'].map((name): [string, string] => [
  join('dist', 'lambda', 'edge-router', `${name}.js`),
  join('lambda', 'edge-router', `${name}.ts`),
]);

/** What applications import, and the proxy that stands before others. */
const RUNTIME: [string, string][] = [
  [join('dist', 'runtime', 'index.js'), join('runtime', 'index.ts')],
  [join('dist', 'runtime', 'index.d.ts'), join('runtime', 'index.ts')],
  [join('dist', 'proxy', 'index.js'), join('runtime', 'proxy', 'main.ts')],
  [join('dist', 'proxy', 'Dockerfile'), join('runtime', 'proxy', 'Dockerfile')],
];

/** What is published as it is, beside the documents. */
const PLAIN_FILES = ['.jsii', 'API.md', 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];

function builtFrom(folder: string): [string, string][] {
  return filesIn(folder).flatMap((file): [string, string][] => {
    const source = join(folder, file);
    const built = join('dist', folder, file.replace(/\.ts$/, ''));
    return [
      [`${built}.js`, source],
      [`${built}.d.ts`, source],
    ];
  });
}

/** Of every module that the runtime exports from, and of those that these need: what of them is missing does not compile. */
function declarations(installed: string): [string, string][] {
  const exported = [...readFileSync(join('runtime', 'index.ts'), 'utf8').matchAll(/from '\.\/(.+)'/g)];
  const written = filesIn(join(installed, 'dist', 'runtime')).filter((file) => file.endsWith('.d.ts'));
  const names = new Set([...exported.map(([, name]) => name), ...written.map((file) => file.replace(/\.d\.ts$/, ''))]);
  return [...names]
    .map((name): [string, string] => [join('dist', 'runtime', `${name}.d.ts`), join('runtime', `${name}.ts`)])
    .filter(([, source]) => existsSync(source));
}

function handlers(): [string, string][] {
  return readdirSync('lambda')
    .map((name): [string, string] => [join('dist', 'lambda', name, 'index.js'), join('lambda', name, 'handler.ts')])
    .filter(([, source]) => existsSync(source));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
}

function isOlder(file: string, source: string): boolean {
  return statSync(file).mtimeMs < statSync(source).mtimeMs;
}
