// Bundles what runs without this repository's sources: every lambda/<name>/handler.ts into dist/lambda/<name>/index.js, so that
// synthesis needs no bundler and the constructs read plain files whose hash depends on their content alone; and the command line,
// so that the published package needs neither TypeScript nor any dependency of development.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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
  const stale = existsSync(outputs) ? readdirSync(outputs).filter((name) => !names.includes(name)) : [];
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

await bundleHandlers();
await bundleCommand();
