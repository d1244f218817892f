import { CONDITIONS, WEB, WORKER } from '../../../../tools/simulate/defaults';
import type {
  Alarm,
  DeployedService,
  MetricExpression,
  Policy,
  RunOptions,
  Signal,
  Statistic,
  StepPolicy,
  TargetTrackingPolicy,
  Trace,
} from '../../../../tools/simulate/model';

/** Everything but what is under test. */
export function webService(policies: readonly Policy[], overrides: Partial<DeployedService> = {}): DeployedService {
  return {
    name: 'web',
    kind: 'web',
    minTasks: 2,
    maxTasks: 2000,
    healthCheckSeconds: 5,
    deregistrationSeconds: 30,
    highResolutionCpu: true,
    policies,
    warnings: [],
    ...overrides,
  };
}

export function workerService(policies: readonly Policy[], overrides: Partial<DeployedService> = {}): DeployedService {
  return webService(policies, { name: 'worker', kind: 'worker', minTasks: 1, healthCheckSeconds: 0, ...overrides });
}

export function metric(signal: Signal, periodSeconds: number, statistic: Statistic = 'Average'): MetricExpression {
  return { kind: 'metric', signal, statistic, periodSeconds };
}

export function cpuTracking(overrides: Partial<TargetTrackingPolicy> = {}): TargetTrackingPolicy {
  const periodSeconds = overrides.periodSeconds ?? 60;
  return {
    kind: 'target-tracking',
    name: 'cpu',
    expression: metric({ model: 'cpu' }, periodSeconds),
    periodSeconds,
    target: 50,
    scaleOutCooldownSeconds: 300,
    scaleInCooldownSeconds: 300,
    disableScaleIn: false,
    ...overrides,
  };
}

export function loadAlarm(overrides: Partial<Alarm> = {}): Alarm {
  return {
    expression: metric({ model: 'load' }, 10),
    periodSeconds: 10,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    threshold: 0.8,
    comparison: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
    ...overrides,
  };
}

export function stepPolicy(overrides: Partial<StepPolicy> = {}): StepPolicy {
  return {
    kind: 'step',
    name: 'step',
    adjustmentType: 'PercentChangeInCapacity',
    steps: [{ lower: 0, adjustment: 50 }],
    minAdjustmentMagnitude: 1,
    cooldownSeconds: 60,
    alarm: loadAlarm(),
    ...overrides,
  };
}

/** Traffic of pieces: so many seconds at such a rate, one after the other. */
export function pieces(...parts: readonly (readonly [seconds: number, rate: number])[]): Trace {
  const rates = parts.flatMap(([seconds, rate]) => new Array<number>(seconds).fill(rate));
  return { name: 'pieces', kind: 'web', rate: Float64Array.from(rates), losses: [] };
}

export function messages(...parts: readonly (readonly [seconds: number, rate: number])[]): Trace {
  return { ...pieces(...parts), kind: 'worker' };
}

export function options(overrides: Partial<RunOptions> = {}): RunOptions {
  return { seed: 1, application: WEB, conditions: CONDITIONS, ...overrides };
}

export function workerOptions(overrides: Partial<RunOptions> = {}): RunOptions {
  return options({ application: WORKER, ...overrides });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
