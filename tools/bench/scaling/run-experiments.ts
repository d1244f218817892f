import { join } from 'node:path';
import { traceHours } from '../../simulate/traces';
import { progress } from '../../support/progress';
import { inProcesses } from '../../support/pool';
import type { Experiment } from './experiment';
import { together, type Figures } from './figures';
import type { Job, JobResult } from './job';

/** What an experiment came to, over all traces and seeds, and by trace. */
export interface Result {
  readonly services: Readonly<Record<string, Figures>>;
  readonly byTrace: Readonly<Record<string, Readonly<Record<string, Figures>>>>;
  readonly ideal: readonly Figures[];
}

/** Runs experiments on all cores; returns their results by name. */
export async function runExperiments(experiments: readonly Experiment[]): Promise<Readonly<Record<string, Result>>> {
  const jobs = experiments.flatMap((experiment) => jobsOf(experiment).map((job) => ({ experiment, job })));
  // Whole days first: what comes last should be short, so that no core waits long for another.
  const ordered = [...jobs].sort((one, other) => lengthOf(other.job) - lengthOf(one.job));
  let told = 0;
  const results = await inProcesses<Job, JobResult>(
    join(__dirname, 'process.ts'),
    ordered.map(({ job }) => job),
    {
      done: (finished, all) => {
        const tenth = Math.floor((10 * finished) / all);
        if (tenth > told) progress(`${finished} of ${all} traces`);
        told = tenth;
      },
    },
  );
  const done = ordered.map(({ experiment, job }, index) => ({ experiment, job, result: results[index] }));
  return Object.fromEntries(
    experiments.map((experiment) => {
      const own = done.filter((one) => one.experiment === experiment).map(({ job, result }) => ({ job, result }));
      return [experiment.name, resultOf(experiment, own)];
    }),
  );
}

function jobsOf({ suite, kind, services, base, application, conditions, ideal }: Experiment): Job[] {
  const rest = { kind, services, base, application, conditions, ideal };
  return suite.traces.flatMap((traceName) => suite.seeds.map((seed) => ({ ...rest, traceName, seed })));
}

function lengthOf({ traceName, services, ideal }: Job): number {
  return traceHours(traceName) * (Object.keys(services).length + ideal.length);
}

function resultOf(
  { services, suite, ideal }: Experiment,
  done: readonly { readonly job: Job; readonly result: JobResult }[],
): Result {
  const sum = (name: string, results: typeof done) => together(results.map(({ result }) => result.services[name]));
  const all = (results: typeof done) =>
    Object.fromEntries(Object.keys(services).map((name) => [name, sum(name, results)]));
  const of = (traceName: string) => done.filter(({ job }) => job.traceName === traceName);
  return {
    services: all(done),
    byTrace: Object.fromEntries(suite.traces.map((traceName) => [traceName, all(of(traceName))])),
    ideal: ideal.map((_, index) => together(done.map(({ result }) => result.ideal[index]))),
  };
}
