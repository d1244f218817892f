import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** What comparing two folders found. */
export interface Comparison {
  /** Files whose content was compared, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Files that only have to be there on both sides. */
  readonly leftOut: readonly string[];
  /** What differs, one a line. */
  readonly differences: readonly string[];
}

/** Characters that are shown of both sides, from shortly before the first that differs. */
const SHOWN = 80;

/**
 * Compares two folders with everything in them: names, kinds, content byte for byte, and whether a file is executable, which
 * goes into the archive of an asset. The other permissions are the umask's.
 *
 * @param leaveOut Whether the content of a file, by its path in the folder, is left out. The file still has to be there.
 */
export function compareFolders(left: string, right: string, leaveOut: (path: string) => boolean): Comparison {
  const [ours, theirs] = [entriesOf(left), entriesOf(right)];
  const both = [...ours.keys()].filter((path) => theirs.has(path));
  const compared = both.filter((path) => ours.get(path)?.isFile() && !leaveOut(path));
  return {
    files: compared.length,
    bytes: compared.reduce((sum, path) => sum + (ours.get(path)?.size ?? 0), 0),
    leftOut: both.filter(leaveOut),
    differences: [
      ...[...ours.keys()].filter((path) => !theirs.has(path)).map((path) => `${path} is only in ${left}`),
      ...[...theirs.keys()].filter((path) => !ours.has(path)).map((path) => `${path} is only in ${right}`),
      ...both.flatMap((path) => {
        const kinds = [ours.get(path), theirs.get(path)].map(kindOf);
        if (kinds[0] !== kinds[1]) return [`${path} is ${kinds[0]} in ${left}, and ${kinds[1]} in ${right}`];
        return leaveOut(path) ? [] : differenceIn(path, left, right, ours.get(path));
      }),
    ],
  };
}

/** Everything in a folder, by path, sorted. */
function entriesOf(folder: string): Map<string, Stats> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(paths.map((path) => [path, lstatSync(join(folder, path))]));
}

function kindOf(stats: Stats | undefined): string {
  if (stats?.isSymbolicLink()) return 'a link';
  if (stats?.isDirectory()) return 'a folder';
  if (!stats?.isFile()) return 'neither file nor folder';
  return stats.mode & 0o100 ? 'an executable file' : 'a file';
}

function differenceIn(path: string, left: string, right: string, stats: Stats | undefined): string[] {
  if (stats?.isDirectory()) return [];
  const read = (folder: string) =>
    stats?.isSymbolicLink() ? Buffer.from(readlinkSync(join(folder, path))) : readFileSync(join(folder, path));
  const [ours, theirs] = [read(left), read(right)];
  if (ours.equals(theirs)) return [];
  const length = Math.min(ours.length, theirs.length);
  let at = 0;
  while (at < length && ours[at] === theirs[at]) at++;
  const show = (content: Buffer) => JSON.stringify(content.subarray(Math.max(at - 20, 0), at + SHOWN).toString());
  return [`${path} differs from byte ${at} on: ${show(ours)} and ${show(theirs)}`];
}
