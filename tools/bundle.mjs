// Bundles every lambda/<name>/handler.ts into dist/lambda/<name>/index.js, so that synthesis needs no bundler: the
// constructs read plain files whose hash depends on their content alone.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'lambda');
const outputs = join(root, 'dist', 'lambda');

rmSync(outputs, { recursive: true, force: true });
const names = readdirSync(sources).filter((name) => existsSync(join(sources, name, 'handler.ts')));
for (const name of names) {
  await build({
    entryPoints: [join(sources, name, 'handler.ts')],
    outfile: join(outputs, name, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    // A tsconfig found upwards would change the output, and with it the asset hash.
    tsconfigRaw: '{}',
    logLevel: 'warning',
  });
}
console.log(`bundled ${names.length} handlers into dist/lambda`);
