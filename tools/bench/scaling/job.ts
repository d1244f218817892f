import { simulate } from '../../simulate/engine';
import type { DeployedService } from '../../simulate/model';
import { idealSensor, oracle } from '../../simulate/reference';
import { trace } from '../../simulate/traces';
import type { Experiment } from './experiment';
import { figuresOf, type Figures } from './figures';
import { LIMITS } from './peers/template';

/** One trace with one seed, for everything that an experiment compares: so that it and its oracle are made once. */
export interface Job extends Omit<Experiment, 'suite' | 'name'> {
  readonly traceName: string;
  readonly seed: number;
}

/** Figures by name of the service, and of the ideal sensors in their order. */
export interface JobResult {
  readonly services: Readonly<Record<string, Figures>>;
  readonly ideal: readonly Figures[];
}

export function runJob(job: Job): JobResult {
  const { kind, seed, application, conditions } = job;
  const traffic = trace(job.traceName, { seed, base: job.base });
  // The oracle and the ideal sensor know what a task can really do.
  const real = {
    seed,
    application: { ...application, ratedCapacity: application.ratedCapacity * conditions.capacityFactor },
    conditions: { ...conditions, capacityFactor: 1 },
  };
  const limits = LIMITS[kind];
  const { taskHours } = oracle(traffic, real.application, limits, conditions);
  const options = { seed, application, conditions };
  const run = (service: DeployedService) => figuresOf(simulate(service, traffic, options), taskHours);
  return {
    services: Object.fromEntries(Object.entries(job.services).map(([name, service]) => [name, run(service)])),
    ideal: job.ideal.map((parameters) => figuresOf(idealSensor(traffic, parameters, real, limits), taskHours)),
  };
}
