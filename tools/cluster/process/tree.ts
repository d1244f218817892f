import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Each process and its parent. A bare Debian has no `ps`; macOS has no /proc. */
function parents(): (readonly [pid: number, parent: number])[] {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
    return lines.map((line) => line.trim().split(/\s+/).map(Number)).map(([pid, parent]) => [pid, parent]);
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The name of the program, in parentheses, may hold anything.
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
        return [[Number(name), Number(fields[1])] as const];
      } catch {
        return [];
      }
    });
}

/** Processes with all of their descendants. PostgreSQL gives each of its own a session, so that groups do not find them. */
export function treesOf(roots: readonly number[]): number[] {
  const all = parents();
  const found = new Set(roots);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [pid, parent] of all) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

/** Sends a signal to processes and all of their descendants. */
export function signalTrees(roots: readonly number[], signal: NodeJS.Signals): void {
  if (roots.length === 0) return;
  for (const pid of treesOf(roots)) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}
