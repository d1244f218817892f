import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Programs } from './cluster';
import { run } from '../support/process';

const ROOT = resolve(__dirname, '../..');

/** The reference service, bundled from what is there now. */
export async function builtService(): Promise<Programs> {
  const { exitCode, output } = await run(process.execPath, [join(ROOT, 'service', 'build.mjs')], {}, undefined, ROOT);
  if (exitCode !== 0) throw new Error(`the service cannot be built:\n${output}`);
  const [web, worker, migrate] = ['web', 'worker', 'migrate'].map((name) =>
    join(ROOT, 'service', 'dist', `${name}.js`),
  );
  const missing = [web, worker, migrate].filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`the build of the service left out ${missing.join(', ')}`);
  return { web, worker, migrate };
}
