// Bundles what the image runs into dist/: the web service, the worker, and what is run once. What has binaries stays outside.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const entries = ['web', 'worker', 'migrate', 'redrive'];

rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: entries.map((name) => join(root, 'src', `${name}.ts`)),
  outdir: join(root, 'dist'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Stack traces in the log name functions and lines.
  minify: false,
  legalComments: 'none',
  tsconfigRaw: '{}',
  external: ['sharp', 'pg-native'],
  logLevel: 'warning',
});
console.log(`bundled ${entries.join(', ')} into service/dist`);
