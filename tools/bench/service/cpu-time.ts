import { readFile } from 'node:fs/promises';
import { run } from '../../support/process';

/** Linux counts in hundredths of a second on every architecture that Node runs on (`USER_HZ`). */
const TICK = 10;

/** CPU milliseconds that processes have used so far. Linux says hundredths of seconds in /proc, macOS in what `ps` prints. */
export async function cpuMilliseconds(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map((pid) => (process.platform === 'linux' ? ofProc(pid) : ofPs(pid))));
  return each.reduce((sum, one) => sum + one, 0);
}

async function ofProc(pid: number): Promise<number> {
  return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
}

async function ofPs(pid: number): Promise<number> {
  return parseTime((await run('ps', ['-o', 'time=', '-p', String(pid)])).stdout.trim());
}

/** User and system time of a line of /proc/PID/stat. The name of the program may have spaces and brackets. */
export function parseStat(line: string): number {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** A time as `ps` prints it: `1:02.34`, `3:01:02.34` or `4-03:01:02`. */
export function parseTime(text: string): number {
  const [clock, days = '0'] = text.split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
  const milliseconds = Math.round((Number(days) * 86_400 + seconds) * 1000);
  if (clock === '' || Number.isNaN(milliseconds)) throw new Error(`ps must print a time, got ${JSON.stringify(text)}`);
  return milliseconds;
}
