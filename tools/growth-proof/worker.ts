import { serve } from '../support/pool';
import { run, type Job } from './jobs';

serve((job: Job) => {
  try {
    return run(job);
  } catch (error) {
    throw new Error(`${JSON.stringify(job)} failed`, { cause: error });
  }
});
