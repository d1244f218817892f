import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Model } from '../model/model';
import { drawings } from './files';

// `npm run diagram`: draws the reference app as it is synthesized without options.
const folder = mkdtempSync(join(tmpdir(), 'diagram-'));
try {
  const { status, error } = spawnSync('cdk', ['synth', '--quiet', '--no-validation', '--output', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
  if (status === 0) {
    for (const [file, content] of drawings(Model.read(folder))) {
      writeFileSync(file, content);
      console.log(`wrote ${file}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
