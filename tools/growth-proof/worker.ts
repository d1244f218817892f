import { run, type Job, type JobResult } from './jobs';

/** What a process answers to a job. */
export type Answer = { readonly result: JobResult } | { readonly error: string };

process.on('message', (job: Job) => {
  let answer: Answer;
  try {
    answer = { result: run(job) };
  } catch (error) {
    answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.send?.(answer);
});
