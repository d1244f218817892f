import type { Resolved } from '../../../lib/growth/engine/change';
import { referencesIn } from '../../../lib/growth/engine/resolved-value';
import { QUEUE_DEMAND_CONFIG, QueueDemandMetric, type QueueDemandConfig } from '../../../lib/contract/queue-demand';
import type { Expression, Signal, Statistic } from '../model';
import { KNOWN_METRICS, type MetricModels } from './metric-models';
import { structure, structures, TARGET_GROUP, word, type Resources } from './resources';

const STATISTICS: readonly string[] = ['Average', 'Maximum', 'Minimum', 'Sum'] satisfies Statistic[];
const DEMAND = `${QueueDemandMetric.NAMESPACE}/${QueueDemandMetric.DEMAND}`;

/** The service whose metrics are looked for, and where to say what is odd about them. */
export interface Subject {
  readonly service: Resolved;
  readonly resources: Resources;
  readonly models: MetricModels;
  readonly warn: (warning: string) => void;
  readonly refuse: (problem: string) => void;
}

/** A metric as a template names it. */
export interface NamedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: unknown;
  readonly statistic: string;
  readonly periodSeconds: number;
}

/** Datapoints of a metric, if it can be simulated. Otherwise what is missing is said, and the metric never has any. */
export function metricOf(metric: NamedMetric, subject: Subject): Expression {
  const { name, statistic, periodSeconds } = metric;
  const signal = signalOf(metric, subject);
  if (!STATISTICS.includes(statistic)) {
    subject.refuse(
      `the statistic of ${metric.namespace}/${name} must be one of ${STATISTICS.join(', ')}, got ${statistic}; others are not simulated`,
    );
  }
  if (!signal) return { kind: 'number', value: 0 };
  if (signal.model === 'requests-per-target' && isAlternate(metric.dimensions, subject)) {
    // The other group of a blue/green deployment has no traffic while nothing is deployed.
    return { kind: 'number', value: 0 };
  }
  return { kind: 'metric', signal, statistic: statistic as Statistic, periodSeconds };
}

function signalOf(metric: NamedMetric, subject: Subject): Signal | undefined {
  const key = `${metric.namespace}/${metric.name}`;
  const given = Object.hasOwn(subject.models, key) ? subject.models[key] : undefined;
  const signal = given ?? (key === DEMAND ? demandOf(metric, subject) : KNOWN_METRICS[key]);
  if (signal) {
    ownershipOf(metric, subject);
    return signal;
  }
  subject.refuse(
    `${key} is no metric that is simulated; say what it measures, in a file of --metric-models: {"${key}":{"model":"load"}}`,
  );
  return undefined;
}

/** A metric of ECS belongs to the service that its dimension names. */
function ownershipOf({ namespace, name, dimensions }: NamedMetric, subject: Subject): void {
  if (namespace !== 'AWS/ECS') return;
  const [dimension] = structures(dimensions).filter(({ Name }) => Name === 'ServiceName');
  const { service } = subject;
  const isOwn =
    dimension !== undefined &&
    (referencesIn(dimension.Value).includes(service.key) || dimension.Value === service.properties.ServiceName);
  if (!isOwn) subject.warn(`follows ${name} of another service or of a cluster, simulated as its own`);
}

function isAlternate(dimensions: unknown, { service, resources }: Subject): boolean {
  const [dimension] = structures(dimensions).filter(({ Name }) => Name === 'TargetGroup');
  const group = resources.referred(dimension?.Value, TARGET_GROUP);
  const [loadBalancer] = structures(service.properties.LoadBalancers);
  const alternate = structure(loadBalancer?.AdvancedConfiguration).AlternateTargetGroupArn;
  return group !== undefined && resources.referred(alternate, TARGET_GROUP) === group;
}

/** How soon what waits should be done is known to the function that publishes the demand. */
function demandOf({ dimensions }: NamedMetric, { resources }: Subject): Signal | undefined {
  const valueOf = (name: string) => structures(dimensions).find(({ Name }) => Name === name)?.Value;
  const [deployment, worker] = [QueueDemandMetric.DEPLOYMENT, QueueDemandMetric.SERVICE].map(valueOf);
  const drain = resources
    .ofType('AWS::Lambda::Function')
    .map(configurationOf)
    .filter((configuration) => configuration?.deployment === deployment)
    .flatMap((configuration) => configuration?.workers ?? [])
    .find(({ name }) => name === worker)?.drainSeconds;
  return drain === undefined ? undefined : { model: 'demand', drainSeconds: drain };
}

function configurationOf(handler: Resolved): QueueDemandConfig | undefined {
  const variables = structure(structure(handler.properties.Environment).Variables);
  const json = literal(variables[QUEUE_DEMAND_CONFIG]);
  return json === '' ? undefined : (JSON.parse(json) as QueueDemandConfig);
}

/** A text without the parts that only the deployment knows. */
function literal(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.values(structure(value))
    .flatMap((parts): unknown[] => (Array.isArray(parts) ? parts : []))
    .map((part) => word(part))
    .join('');
}
