import type { Signal } from '../model';

/** What metrics measure, by `Namespace/MetricName`. */
export type MetricModels = Readonly<Record<string, Signal>>;

/** Signals that need nothing but their name. */
const MODELS = [
  'cpu',
  'memory',
  'requests-per-target',
  'load',
  'response-time',
  'visible',
  'backlog-per-task',
  'desired-tasks',
  'unattended-messages',
] as const;

/** Metrics of AWS and of this library that are known without being told. */
export const KNOWN_METRICS: MetricModels = {
  'AWS/ECS/CPUUtilization': { model: 'cpu' },
  'AWS/ECS/MemoryUtilization': { model: 'memory' },
  'AWS/ApplicationELB/RequestCountPerTarget': { model: 'requests-per-target' },
  'AWS/ApplicationELB/TargetResponseTime': { model: 'response-time' },
  'AWS/SQS/ApproximateNumberOfMessagesVisible': { model: 'visible' },
  'ZeroToMillions/LoadPerTask': { model: 'load' },
  'ZeroToMillions/DesiredTasks': { model: 'desired-tasks' },
  'ZeroToMillions/UnattendedMessages': { model: 'unattended-messages' },
};

/** What is wrong with models that were given from outside. */
export function brokenModels(models: unknown): string[] {
  if (typeof models !== 'object' || models === null || Array.isArray(models)) {
    return ['metric models must be an object such as {"App/LoadPerTask":{"model":"load"}}; see docs/scaling.md'];
  }
  return Object.entries(models).flatMap(([metric, given]) => brokenModel(metric, (given ?? {}) as Partial<Signal>));
}

function brokenModel(metric: string, given: Partial<Signal>): string[] {
  const names: readonly string[] = [...MODELS, 'demand'];
  if (!names.includes(String(given.model))) {
    return [`the model of ${metric} must be one of ${names.join(', ')}, got ${JSON.stringify(given.model)}`];
  }
  const drain = given.model === 'demand' ? given.drainSeconds : 1;
  if (typeof drain === 'number' && drain > 0) return [];
  return [`drainSeconds of the model of ${metric} must be a number above 0, got ${JSON.stringify(drain)}`];
}
