import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';

export interface PoolOptions {
  /** @default - one for each core */
  readonly processes?: number;
  /** Told after each job how many are done. */
  readonly done?: (finished: number, all: number) => void;
}

type Answer<Result> = { readonly result: Result } | { readonly error: string };

/**
 * Does jobs in processes that run a program, which has to call `serve`. Returns results in the order of the jobs, whichever process
 * did them; fails with the first job that does.
 */
export async function inProcesses<Job, Result>(
  program: string,
  jobs: readonly Job[],
  { processes = availableParallelism(), done }: PoolOptions = {},
): Promise<Result[]> {
  const children = Array.from({ length: Math.min(processes, jobs.length) }, () =>
    fork(program, { execArgv: ['--import', 'tsx'], serialization: 'advanced' }),
  );
  const end = () => children.forEach((child) => child.kill());
  process.once('exit', end);
  const results: Result[] = [];
  const queue = jobs.entries();
  let finished = 0;
  const work = async (child: ChildProcess) => {
    for (const [index, job] of queue) {
      results[index] = await answerOf<Result>(child, job);
      done?.(++finished, jobs.length);
    }
  };
  try {
    await Promise.all(children.map(work));
  } finally {
    process.off('exit', end);
    end();
  }
  return results;
}

/** Does the jobs that a pool sends to this process, one after the other. */
export function serve<Job, Result>(run: (job: Job) => Result): void {
  process.on('message', (job: Job) => {
    let answer: Answer<Result>;
    try {
      answer = { result: run(job) };
    } catch (error) {
      answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    process.send?.(answer);
  });
}

function answerOf<Result>(child: ChildProcess, job: unknown): Promise<Result> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`a process ended with code ${code} in the middle of a job`));
    child.once('exit', gone);
    child.once('error', reject);
    child.once('message', (answer: Answer<Result>) => {
      child.off('exit', gone);
      child.off('error', reject);
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer.result);
    });
    child.send(job as Parameters<ChildProcess['send']>[0]);
  });
}
