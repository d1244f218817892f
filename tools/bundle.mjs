// Bundles what runs without this repository's sources: every lambda/<name>/handler.ts into dist/lambda/<name>/index.js, so that
// synthesis needs no bundler and the constructs read plain files whose hash depends on their content alone; the functions of the edge
// beside them; the proxy into dist/proxy/, beside the Dockerfile of its image; what applications import into dist/runtime/, with its
// declarations; and the command line, so that the published package needs neither TypeScript nor any dependency of development.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';
import { bundleEdgeFunctions } from './edge-function.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const COMMON = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  // Names of modules are in what is not minified: the same wherever node_modules is linked from.
  preserveSymlinks: true,
  // A tsconfig found upwards would change the output, and with it the asset hash.
  tsconfigRaw: '{}',
  logLevel: 'warning',
};

async function bundleHandlers() {
  const sources = join(root, 'lambda');
  const outputs = join(root, 'dist', 'lambda');
  const names = readdirSync(sources).filter((name) => existsSync(join(sources, name, 'handler.ts')));
  // Not everything at once: npx prepares a clone again when it first runs the command line, maybe beside a synthesis.
  const kept = [...names, 'edge-router'];
  const stale = existsSync(outputs) ? readdirSync(outputs).filter((name) => !kept.includes(name)) : [];
  stale.forEach((name) => rmSync(join(outputs, name), { recursive: true }));
  for (const name of names) {
    await build({
      ...COMMON,
      entryPoints: [join(sources, name, 'handler.ts')],
      outfile: join(outputs, name, 'index.js'),
      target: 'node22',
    });
  }
  console.log(`bundled ${names.length} handlers into dist/lambda`);
}

async function bundleCommand() {
  await build({
    ...COMMON,
    entryPoints: [join(root, 'bin', 'ztm.ts')],
    // As deep as lib/private is in dist, which looks for the handlers from there.
    outfile: join(root, 'dist', 'bin', 'ztm.js'),
    target: 'node20',
    // As in tsconfig.json, which is not read.
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // A stack trace of a defect has to name functions.
    minify: false,
    // What the package declares itself is installed beside it.
    external: ['aws-cdk-lib', 'constructs', '@aws-cdk/*'],
  });
  console.log('bundled the command line into dist/bin/ztm.js');
}

async function bundleProxy() {
  const folder = join(root, 'dist', 'proxy');
  await build({
    ...COMMON,
    entryPoints: [join(root, 'runtime', 'proxy', 'main.ts')],
    outfile: join(folder, 'index.js'),
    target: 'node22',
  });
  copyFileSync(join(root, 'runtime', 'proxy', 'Dockerfile'), join(folder, 'Dockerfile'));
  console.log('bundled the proxy into dist/proxy');
}

async function bundleRuntime() {
  const folder = join(root, 'dist', 'runtime');
  const entry = join(root, 'runtime', 'index.ts');
  await build({
    ...COMMON,
    entryPoints: [entry],
    outfile: join(folder, 'index.js'),
    target: 'node20',
    // It is part of other people's stack traces.
    minify: false,
  });
  // Those of modules that are gone would be published with the others.
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  folders.forEach(({ name }) => rmSync(join(folder, name), { recursive: true }));
  declare(entry, folder);
  console.log('bundled the runtime into dist/runtime');
}

/** Writes the declarations of a module and of what it exports from. Others are imported only where it names their types. */
function declare(source, folder) {
  const text = readFileSync(source, 'utf8');
  const { outputText, diagnostics } = ts.transpileDeclaration(text, {
    fileName: source,
    compilerOptions: { target: ts.ScriptTarget.ES2022, stripInternal: true },
    reportDiagnostics: true,
  });
  if (diagnostics?.length)
    throw new Error(`${source}: ${ts.flattenDiagnosticMessageText(diagnostics[0].messageText, ' ')}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${basename(source, '.ts')}.d.ts`), outputText);
  const modules = new Set([...outputText.matchAll(/from '(\.[^']*)'/g)].map(([, name]) => name));
  for (const name of modules) declare(join(dirname(source), `${name}.ts`), join(folder, dirname(name)));
}

await bundleHandlers();
await bundleEdgeFunctions(root, COMMON);
await bundleProxy();
await bundleRuntime();
await bundleCommand();
