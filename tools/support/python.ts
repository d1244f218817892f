import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process';

/** What to install where Python or a part of it is missing. */
const REMEDY =
  'install Python 3.11 or later: `sudo apt-get install python3 python3-venv` on Debian and Ubuntu, `brew install python3` on macOS';

/**
 * The project's own virtual environment `.venv`, with exactly the packages of requirements.txt. Made once; made anew when the
 * requirements change.
 *
 * @returns The folder of its programs.
 */
export async function pythonEnvironment(root = '.', python = 'python3'): Promise<string> {
  const environment = join(root, '.venv');
  const requirements = join(root, 'requirements.txt');
  const stamp = join(environment, 'requirements.sha256');
  const programs = join(environment, 'bin');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return programs;

  await refuseOldPython(python);
  rmSync(environment, { recursive: true, force: true });
  await succeed(python, ['-m', 'venv', environment], `${python} cannot make a virtual environment; ${REMEDY}`);
  await succeed(
    join(programs, 'python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements],
    'pip cannot install requirements.txt; check the connection to the package index',
  );
  writeFileSync(stamp, wanted);
  return programs;
}

async function refuseOldPython(python: string): Promise<void> {
  const probe = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  await succeed(python, ['-c', probe], `${python} is missing, older than 3.11, or has no venv; ${REMEDY}`);
}

async function succeed(command: string, args: readonly string[], message: string): Promise<void> {
  const failure = (detail: string) => new Error(`${message}\n${detail}`.trim());
  const { exitCode, output } = await run(command, args).catch((error: Error) => Promise.reject(failure(error.message)));
  if (exitCode !== 0) throw failure(output);
}
