import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { signalTrees } from './tree';

// Outlives its owner, however that dies: when its input ends, it ends what the owner has started, and removes its folder.
const folder = process.argv.at(-1) ?? '';
const running = new Set<number>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [verb, pid] = line.split(' ');
    if (verb === 'started') running.add(Number(pid));
    if (verb === 'ended') running.delete(Number(pid));
  })
  .on('close', () => {
    signalTrees([...running], 'SIGKILL');
    remove(20);
  });

/** What is just ending may still write. Node's own retries wait before every folder that is not empty at first. */
function remove(attempts: number): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    if (attempts > 0) setTimeout(() => remove(attempts - 1), 100);
  }
}
