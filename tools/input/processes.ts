import { fork } from 'node:child_process';
import { join } from 'node:path';
import { subjectOf } from './plan';
import type { Trial } from './try-set';
import type { Message, Share } from './worker';

/** How processes are started and given up on. */
export interface ProcessOptions {
  /** The program of a process. */
  readonly program: string;
  /** Seconds that a process may be silent: trying a set and looking for a smaller one take less, on a busy machine too. */
  readonly silence: number;
}

const OPTIONS: ProcessOptions = { program: join(__dirname, 'worker.ts'), silence: 300 };

/** Tries the sets of a share in a process of its own. One that hangs, or dies, is a failure of the set that it was at. */
export async function tryInProcess(share: Share, tried: (trial: Trial) => void, options = OPTIONS): Promise<void> {
  let left = share.seeds;
  while (left.length > 0) {
    const done = new Set<number>();
    const noted = (trial: Trial) => {
      done.add(trial.seed);
      tried(trial);
    };
    const stoppedAt = await inProcess({ ...share, seeds: left }, noted, options);
    if (stoppedAt) tried(stoppedAt);
    left = left.filter((seed) => !done.has(seed) && seed !== stoppedAt?.seed);
  }
}

function inProcess(
  share: Share,
  tried: (trial: Trial) => void,
  { program, silence }: ProcessOptions,
): Promise<Trial | undefined> {
  return new Promise((resolve, reject) => {
    const child = fork(program, { execArgv: ['--import', 'tsx'] });
    let current: number | undefined;
    let silent = false;
    const stop = () => {
      silent = true;
      child.kill('SIGKILL');
    };
    let timer: NodeJS.Timeout | undefined;
    child.on('message', (message: Message) => {
      clearTimeout(timer);
      current = 'begins' in message ? message.begins : undefined;
      if ('begins' in message) timer = setTimeout(stop, 1000 * silence);
      else tried(message.trial);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const end = silent ? `hangs: silent for ${silence} seconds` : `ended the process with code ${code}`;
      if (current !== undefined) resolve(stopped(current, end));
      else if (code === 0) resolve(undefined);
      else reject(new Error(`a process ended with code ${code} before it began a set`));
    });
    child.send(share);
  });
}

function stopped(seed: number, problem: string): Trial {
  const { construct } = subjectOf(seed);
  return { seed, construct, outcome: { kind: 'failed', problem }, text: `the set of seed ${seed}` };
}
