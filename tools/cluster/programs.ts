import { delimiter, join } from 'node:path';
import { isExecutable } from '../support/executable';

/** Programs of the system that the cluster needs, with the package that has each on Debian and with Homebrew. */
const PACKAGES = { 'redis-server': 'redis', haproxy: 'haproxy', nginx: 'nginx' } as const;

export interface EnginePrograms {
  readonly redis: string;
  readonly haproxy: string;
  readonly nginx: string;
}

/** Finds every program, or says how those that are missing are installed. */
export function findPrograms(path = process.env.PATH ?? ''): EnginePrograms {
  // Debian keeps servers where only root's path leads; Homebrew of Apple silicon where no path leads by itself.
  const folders = [
    ...path.split(delimiter),
    ...(path === '' ? [] : ['/usr/sbin', '/opt/homebrew/bin', '/usr/local/bin']),
  ];
  const find = (name: string) => folders.map((folder) => join(folder, name)).find(isExecutable) ?? '';
  const [redis, haproxy, nginx] = ['redis-server', 'haproxy', 'nginx'].map(find);
  const missing = Object.entries({ 'redis-server': redis, haproxy, nginx }).flatMap(([name, found]) =>
    found === '' ? [name as keyof typeof PACKAGES] : [],
  );
  if (missing.length > 0) throw new Error(missingPrograms(missing));
  return { redis, haproxy, nginx };
}

function missingPrograms(missing: readonly (keyof typeof PACKAGES)[]): string {
  const brew = missing.map((name) => PACKAGES[name]).join(' ');
  return `there is no ${missing.join(', no ')} on this machine; install: \`sudo apt-get install --no-install-recommends ${missing.join(' ')}\` on Debian, \`brew install ${brew}\` on macOS`;
}
