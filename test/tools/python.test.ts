import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from '../../tools/support/python';

describe('the Python environment of the lane', () => {
  const root = mkdtempSync(join(tmpdir(), 'python-'));
  writeFileSync(join(root, 'requirements.txt'), '');
  afterAll(() => rmSync(root, { recursive: true }));

  const script = (name: string, text: string) => {
    const path = join(root, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  test('says what to install where Python is missing', async () => {
    await expect(pythonEnvironment(root, 'no-such-python')).rejects.toThrow(
      [
        'no-such-python is missing, older than 3.11, or has no venv; install Python 3.11 or later: `sudo apt-get install python3 python3-venv` on Debian and Ubuntu, `brew install python3` on macOS',
        'spawn no-such-python ENOENT',
      ].join('\n'),
    );
  });

  test('says what to install where Python is old', async () => {
    const python = script('old-python', 'exit 1');
    await expect(pythonEnvironment(root, python)).rejects.toThrow(
      `${python} is missing, older than 3.11, or has no venv; install Python 3.11 or later: `,
    );
  });

  test('says so when the packages cannot be installed', async () => {
    const python = script(
      'offline-python',
      `if [ "$2" = venv ]; then mkdir -p "$3/bin"; printf '#!/bin/sh\\necho no route; exit 1' > "$3/bin/python"; chmod +x "$3/bin/python"; fi`,
    );
    await expect(pythonEnvironment(root, python)).rejects.toThrow(
      'pip cannot install requirements.txt; check the connection to the package index\nno route',
    );
  });
});
