import { join } from 'node:path';
import { inProcesses } from '../../tools/support/pool';

const program = join(__dirname, '../support/pool-program.ts');

interface Doubled {
  readonly double: number;
  readonly rate: Float64Array;
  readonly process: number;
}

test('does jobs in several processes, and returns results in their order', async () => {
  const finished: string[] = [];
  const jobs = [5, 3, 1, 8, 2, 7];
  const done = (count: number, all: number) => void finished.push(`${count} of ${all}`);
  const results = await inProcesses<number, Doubled>(program, jobs, { processes: 2, done });
  expect(results.map(({ double }) => double)).toEqual([10, 6, 2, 16, 4, 14]);
  expect(results[3].rate).toEqual(Float64Array.of(8));
  expect(new Set(results.map(({ process: id }) => id)).size).toBe(2);
  expect(finished).toEqual(['1 of 6', '2 of 6', '3 of 6', '4 of 6', '5 of 6', '6 of 6']);
});

test.each([
  [13, /no luck/],
  [14, /^a process ended with code 3 in the middle of a job$/],
])('fails with job %i', async (job, message) => {
  await expect(inProcesses(program, [1, job], { processes: 2 })).rejects.toThrow(message);
});
