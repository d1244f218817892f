// Bundles lambda/edge-router into the code of two CloudFront Functions, dist/lambda/edge-router/viewer-request.js and
// viewer-response.js. CloudFront takes one script, whose first line imports and whose global function is called `handler`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bytes of a function that CloudFront takes. */
const MAX_BYTES = 10_240;

/** What JavaScript runtime 2.0 documents beyond ES 5.1; the rest is translated, or fails where esbuild cannot. */
const DOCUMENTED_SYNTAX = { arrow: true, 'async-await': true, 'const-and-let': true, 'template-literal': true };

/** The module is CloudFront's own; importing it has no effect, so that who does not use it does not import it. */
const CLOUDFRONT = {
  name: 'cloudfront',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^cloudfront$/ }, ({ path }) => ({ path, external: true, sideEffects: false })),
};

/** The code of a function, without the export that CloudFront does not take, and with its import in the first line. */
async function functionCode(common, entryPoint) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [entryPoint],
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es5',
    supported: DOCUMENTED_SYNTAX,
    plugins: [CLOUDFRONT],
    // People read it in the console of CloudFront.
    minify: false,
  });
  const [{ text }] = outputFiles;
  const script = text.replace(/\nexport \{\n {2}handler\n\};\n$/, '\n');
  const code = script.replace(/^\/\/.*\n/, '');
  if (script === text || /^export /m.test(code)) throw new Error(`${entryPoint} must export handler and nothing else`);
  return code;
}

/** Writes the functions, and fails for one that CloudFront would not take. */
export async function bundleEdgeFunctions(root, common) {
  const folder = join(root, 'dist', 'lambda', 'edge-router');
  mkdirSync(folder, { recursive: true });
  for (const name of ['viewer-request', 'viewer-response']) {
    const code = await functionCode(common, join(root, 'lambda', 'edge-router', `${name}.ts`));
    const bytes = Buffer.byteLength(code);
    if (bytes > MAX_BYTES) throw new Error(`${name} must be at most ${MAX_BYTES} bytes, got ${bytes}`);
    writeFileSync(join(folder, `${name}.js`), code);
  }
  console.log('bundled the functions of the edge into dist/lambda/edge-router');
}
