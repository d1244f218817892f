import type { DeployedService, Outcome, RunOptions, Trace } from '../model';
import { Random } from '../random';
import { need } from '../reference/need';
import { applicationModel } from './application';
import { arrivals } from './arrivals';
import { Autoscaling } from './autoscaling';
import { Fleet, LAUNCH_RATES } from './fleet';
import { Losses } from './losses';
import { Metrics } from './metrics';
import { Ledger } from './outcome';
import { type Scaler, Steered } from './scaler';
import { SuppliedTasks, type Tasks } from './tasks';
import { STOP_SECONDS } from '../task-times';

/** Returns what becomes of a service under the traffic of a trace. */
export function simulate(service: DeployedService, trace: Trace, options: RunOptions): Outcome {
  const { application, conditions, seed } = options;
  const seconds = trace.rate.length;
  const counts = arrivals(trace, seed);
  const capacityOfTask = application.ratedCapacity * conditions.capacityFactor;
  const real = { ...application, ratedCapacity: capacityOfTask };
  const needed = need(trace, real, service);
  // A run begins with what its first second needs, as if messages could not wait: no policy is judged by what was before it.
  const [initial] = need({ ...trace, kind: 'web', rate: trace.rate.subarray(0, 1) }, real, service);
  const metrics = new Metrics({ real: capacityOfTask, rated: application.ratedCapacity }, seconds);
  const model = applicationModel(service.kind, application, capacityOfTask, seconds);
  const tasks = tasksOf(service, options, initial);
  const scaler = scalerOf(service, trace, options, metrics, initial);
  const losses = new Losses(trace, options);
  const ledger = new Ledger(seconds, options.keepSeries ?? false);

  const moment = { arrived: 0, desired: 0, tasks, application: model };

  for (let second = 0; second < seconds; second++) {
    const arrived = (moment.arrived = counts[second]);
    moment.desired = scaler.desired;
    tasks.advance(second);
    const died = losses.strike(second, tasks);
    model.step(second, arrived, tasks.capacity * capacityOfTask, died);
    metrics.record(second, moment);
    ledger.record(second, arrived, model, tasks, scaler.desired);
    scaler.act(second + 1, arrived, model.backlog);
    tasks.reconcile(second, scaler.desired);
  }
  return ledger.close(model, needed, scaler.actions);
}

function tasksOf(service: DeployedService, { seed, conditions, steering }: RunOptions, initial: number): Tasks {
  if (steering?.kind === 'supply') return new SuppliedTasks(steering.tasks);
  const options = {
    rates: LAUNCH_RATES,
    startMedianSeconds: conditions.startMedianSeconds,
    startSigma: conditions.startSigma,
    healthCheckSeconds: service.healthCheckSeconds,
    drainSeconds: service.deregistrationSeconds + STOP_SECONDS[service.kind],
  };
  return new Fleet(initial, options, new Random(seed, 'starts'));
}

function scalerOf(
  service: DeployedService,
  trace: Trace,
  { application, conditions, seed, steering }: RunOptions,
  metrics: Metrics,
  initial: number,
): Scaler {
  if (steering) return new Steered(steering, service, initial);
  const capacityOfTask = application.ratedCapacity * conditions.capacityFactor;
  const phases = new Random(seed, 'phases');
  return new Autoscaling(initial, service, conditions, metrics, phases, { trace, capacityOfTask });
}
