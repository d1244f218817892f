import { join } from 'node:path';
import { inProcesses } from '../../../tools/support/pool';

const PROGRAM = join(__dirname, 'pool-program.ts');

test('jobs are done in several processes, their results in order', async () => {
  const told: string[] = [];
  const jobs = Array.from({ length: 40 }, (_, index) => index);
  const results = await inProcesses<number, [number, number]>(PROGRAM, jobs, {
    processes: 2,
    done: (finished, of) => told.push(`${finished}/${of}`),
  });
  expect(results.map(([value]) => value)).toEqual(jobs.map((job) => 2 * job));
  const pids = new Set(results.map(([, pid]) => pid));
  expect(pids).not.toContain(process.pid);
  expect(pids.size).toBeGreaterThan(0);
  expect(told.at(-1)).toBe('40/40');
});

test('jobs and results may hold typed arrays', async () => {
  const [result] = await inProcesses<Float64Array, Float64Array>(PROGRAM, [Float64Array.of(1, 2.5)]);
  expect([...result]).toEqual([2, 5]);
});

test('no jobs need no process', async () => {
  expect(await inProcesses(PROGRAM, [])).toEqual([]);
});

test.each([
  ['fail', 'this job fails'],
  ['end', 'a process ended with code 3 in the middle of a job'],
])('a job that says %s fails all of them', async (job, message) => {
  await expect(inProcesses(PROGRAM, [1, job], { processes: 1 })).rejects.toThrow(message);
});
