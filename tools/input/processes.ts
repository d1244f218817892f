import { fork } from 'node:child_process';
import { join } from 'node:path';
import { subjectOf } from './plan';
import type { Trial } from './try-set';
import type { Message, Share } from './worker';

/** Seconds that a process may be silent: a set and looking for a smaller one take less. */
const SILENCE = 300;

/** Tries the sets of a share in a process of its own. One that hangs, or dies, is a failure of the set that it was at. */
export async function tryInProcess(share: Share, tried: (trial: Trial) => void): Promise<void> {
  let left = share.seeds;
  while (left.length > 0) {
    const done = new Set<number>();
    const stoppedAt = await inProcess({ ...share, seeds: left }, (trial) => {
      done.add(trial.seed);
      tried(trial);
    });
    if (stoppedAt) tried(stoppedAt);
    left = left.filter((seed) => !done.has(seed) && seed !== stoppedAt?.seed);
  }
}

function inProcess(share: Share, tried: (trial: Trial) => void): Promise<Trial | undefined> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'worker.ts'), { execArgv: ['--import', 'tsx'] });
    let current: number | undefined;
    let silent = false;
    const stop = () => {
      silent = true;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(stop, 1000 * SILENCE);
    child.on('message', (message: Message) => {
      clearTimeout(timer);
      timer = setTimeout(stop, 1000 * SILENCE);
      if ('begins' in message) current = message.begins;
      else {
        current = undefined;
        tried(message.trial);
      }
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (current !== undefined)
        resolve(
          stopped(current, silent ? `hangs: silent for ${SILENCE} seconds` : `ended the process with code ${code}`),
        );
      else if (code !== 0) reject(new Error(`a process ended with code ${code} before it began a set`));
      else resolve(undefined);
    });
    child.send(share);
  });
}

function stopped(seed: number, problem: string): Trial {
  const { construct } = subjectOf(seed);
  return { seed, construct, outcome: { kind: 'failed', problem }, text: `the set of seed ${seed}` };
}
