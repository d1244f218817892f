import { serve } from '../../tools/support/pool';

/** Doubles; some jobs take longer, one fails, and one ends its process. */
serve((job: number) => {
  if (job === 13) throw new Error('no luck');
  if (job === 14) process.exit(3);
  for (const until = Date.now() + (job % 3) * 20; Date.now() < until;);
  return { double: job * 2, rate: Float64Array.of(job), process: process.pid };
});
