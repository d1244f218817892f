import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../../../tools/cluster/process/until';
import { Workshop } from '../../../tools/cluster/process/workshop';

describe('what a cluster starts', () => {
  test('ends with it, and its folder goes', async () => {
    const workshop = new Workshop();
    const running = workshop.start('sleeper', { program: 'sleep', args: ['1000'] });
    await workshop.close();
    expect(await running.ended).toBe('SIGKILL');
    expect(existsSync(workshop.folder)).toBe(false);
  });

  test('ends with its descendants when its owner is killed, and its folder goes', async () => {
    const args = ['--import', 'tsx', join(__dirname, 'stand-in', 'owner.ts')];
    const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: owner.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const { folder, pids } = JSON.parse(line) as { folder: string; pids: number[] };
    expect(pids.filter(isAlive)).toEqual(pids);
    expect(pids).toHaveLength(2);
    owner.kill('SIGKILL');
    await until('the end of all', 10, () => Promise.resolve(!pids.some(isAlive) && !existsSync(folder)));
  });
});

/** What has ended, but was not waited for by anybody, is no process any more. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
