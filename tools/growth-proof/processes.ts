import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Job, JobResult } from './jobs';
import type { Answer } from './worker';

/** Processes that do jobs, each one after the other. */
export class Processes {
  private readonly children: readonly ChildProcess[];

  /** @param folder Where they put temporary files: they may be ended in the middle of one. */
  constructor(count: number, folder: string) {
    const options = { execArgv: ['--import', 'tsx'], env: { ...process.env, TMPDIR: folder } };
    this.children = Array.from({ length: count }, () => fork(join(__dirname, 'worker.ts'), options));
  }

  /** Does jobs in any order, and tells of each when it is done. */
  public async run(jobs: readonly Job[], done: (result: JobResult) => void): Promise<void> {
    const queue = [...jobs];
    const work = async (child: ChildProcess) => {
      for (let job = queue.shift(); job; job = queue.shift()) done(await answerOf(child, job));
    };
    await Promise.all(this.children.map(work));
  }

  /** Ends them. */
  public end(): void {
    this.children.forEach((child) => child.kill());
  }
}

function answerOf(child: ChildProcess, job: Job): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) =>
      reject(new Error(`a process ended with code ${code} at ${JSON.stringify(job)}`));
    child.once('exit', gone);
    child.once('message', (answer: Answer) => {
      child.off('exit', gone);
      if ('error' in answer) reject(new Error(`${JSON.stringify(job)}: ${answer.error}`));
      else resolve(answer.result);
    });
    child.send(job);
  });
}
