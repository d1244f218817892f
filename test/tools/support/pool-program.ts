import { serve } from '../../../tools/support/pool';

/** Doubles, fails or ends, as it is told. */
serve((job: number | string | Float64Array) => {
  if (job === 'fail') throw new Error('this job fails');
  if (job === 'end') process.exit(3);
  return typeof job === 'object' ? job.map((value) => 2 * value) : [2 * Number(job), process.pid];
});
