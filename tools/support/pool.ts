import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { inspect } from 'node:util';

export interface PoolOptions {
  /** @default - one for each core */
  readonly processes?: number;
  /** Variables that processes have beside those of this one. */
  readonly environment?: Readonly<Record<string, string>>;
}

type Answer<Result> = { readonly result: Result } | { readonly error: string };

/** Processes that run a program, which has to call `serve`. They end with this one. */
export class Pool<Job, Result> {
  private readonly children: readonly ChildProcess[];

  constructor(program: string, { processes = availableParallelism(), environment }: PoolOptions = {}) {
    const env = { ...process.env, ...environment };
    this.children = Array.from({ length: processes }, () =>
      // Each has a core: collecting garbage beside the work would take it from the others.
      fork(program, { execArgv: ['--single-threaded-gc', '--import', 'tsx'], serialization: 'advanced', env }),
    );
    process.once('exit', this.end);
  }

  /**
   * Does jobs, and tells of each when it is done. Returns results in the order of the jobs, whichever process did them; fails with the
   * first job that does.
   */
  public async run(jobs: readonly Job[], done?: (result: Result) => void): Promise<Result[]> {
    const results: Result[] = [];
    const queue = jobs.entries();
    const work = async (child: ChildProcess) => {
      for (const [index, job] of queue) {
        const result = await answerOf<Result>(child, job);
        results[index] = result;
        done?.(result);
      }
    };
    await Promise.all(this.children.map(work));
    return results;
  }

  /** Ends them. */
  public readonly end = (): void => {
    process.off('exit', this.end);
    this.children.forEach((child) => child.kill());
  };
}

/** Does jobs in a pool of its own, and tells after each how many are done. */
export async function inProcesses<Job, Result>(
  program: string,
  jobs: readonly Job[],
  options: Pick<PoolOptions, 'processes'> & { readonly done?: (finished: number, all: number) => void } = {},
): Promise<Result[]> {
  const { processes = availableParallelism(), done } = options;
  const pool = new Pool<Job, Result>(program, { processes: Math.min(processes, jobs.length) });
  let finished = 0;
  try {
    return await pool.run(jobs, () => done?.(++finished, jobs.length));
  } finally {
    pool.end();
  }
}

/** Does the jobs that a pool sends to this process, one after the other. */
export function serve<Job, Result>(run: (job: Job) => Result): void {
  process.on('message', (job: Job) => {
    let answer: Answer<Result>;
    try {
      answer = { result: run(job) };
    } catch (error) {
      answer = { error: inspect(error) };
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
