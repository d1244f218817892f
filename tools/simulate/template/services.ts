import type { Resolved } from '../../../lib/growth/engine/change';
import { referencesIn } from '../../../lib/growth/engine/resolved-value';
import type { DeployedService } from '../model';
import type { MetricModels } from './metric-models';
import { publishes } from './monitoring';
import { policiesOf } from './policies';
import type { Problems } from '../problems';
import { stackOf, structure, structures, TARGET_GROUP, word, type Resources } from './resources';

/** What Elastic Load Balancing has where the template says nothing. */
const LOAD_BALANCER_DEFAULTS = { healthCheckSeconds: 30, deregistrationSeconds: 300 };

/** Reads the ECS services of templates, with what scales them. */
export function readResources(resources: Resources, models: MetricModels, problems: Problems): DeployedService[] {
  const services = resources.ofType('AWS::ECS::Service');
  return services.map((service) => {
    const read = readService(service, resources, models, problems);
    const isShared = services.some((other) => other !== service && nameOf(other) === read.name);
    return isShared ? { ...read, name: `${read.name} in ${stackOf(service).replace(/^\//, '')}` } : read;
  });
}

function readService(
  service: Resolved,
  resources: Resources,
  models: MetricModels,
  problems: Problems,
): DeployedService {
  const warnings = new Set<string>();
  const subject = {
    service,
    resources,
    models,
    warn: (warning: string) => void warnings.add(warning),
    refuse: (problem: string) => problems.add(problem),
  };
  const name = nameOf(service);
  const target = targetOf(service, resources);
  const limits = limitsOf(service, target, problems);
  const loadBalancers = structures(service.properties.LoadBalancers);
  if (!target) subject.warn('has no scalable target, so that its number of tasks stays');
  else doubt(target, subject.warn);
  const policies = target ? policiesOf(target, subject, problems) : [];
  const highResolutionCpu = isMonitored(service, subject.warn);
  return {
    name,
    kind: loadBalancers.length > 0 ? 'web' : 'worker',
    ...limits,
    ...(loadBalancers.length > 0
      ? groupOf(loadBalancers[0], resources, problems, subject.warn)
      : { healthCheckSeconds: 0, deregistrationSeconds: 0 }),
    highResolutionCpu,
    policies,
    warnings: [...warnings],
  };
}

function nameOf({ logicalId, properties }: Resolved): string {
  return word(properties.ServiceName, logicalId);
}

/** The scalable target of a service: by reference, or by its name. */
function targetOf(service: Resolved, resources: Resources): Resolved | undefined {
  const targets = resources
    .ofType('AWS::ApplicationAutoScaling::ScalableTarget')
    .filter(({ properties }) => word(properties.ScalableDimension) === 'ecs:service:DesiredCount');
  const referring = targets.find(({ properties }) => referencesIn(properties.ResourceId).includes(service.key));
  if (referring) return referring;
  const named = targets.filter(({ properties }) => isNamed(properties.ResourceId, service));
  return named.find((target) => stackOf(target) === stackOf(service)) ?? named[0];
}

/** The end of `service/<cluster>/<name>`, whatever of it only the deployment knows. */
function isNamed(resourceId: unknown, { properties }: Resolved): boolean {
  const name = word(properties.ServiceName);
  const parts = Object.values(structure(resourceId)).flatMap((value): unknown[] => (Array.isArray(value) ? value : []));
  const end = typeof resourceId === 'string' ? resourceId : word(parts.at(-1));
  return name !== '' && end.endsWith(`/${name}`);
}

function limitsOf(
  service: Resolved,
  target: Resolved | undefined,
  problems: Problems,
): Pick<DeployedService, 'minTasks' | 'maxTasks'> {
  const name = nameOf(service);
  if (!target) {
    const tasks = problems.number(service.properties.DesiredCount, `DesiredCount of ${name}`, 1);
    return { minTasks: tasks, maxTasks: tasks };
  }
  return {
    minTasks: problems.number(target.properties.MinCapacity, `MinCapacity of ${name}`),
    maxTasks: problems.number(target.properties.MaxCapacity, `MaxCapacity of ${name}`),
  };
}

function doubt({ properties }: Resolved, warn: (warning: string) => void): void {
  if (structures(properties.ScheduledActions).length > 0) warn('has scheduled actions, which are not simulated');
  const suspended = Object.values(structure(properties.SuspendedState)).some((value) => value === true);
  if (suspended) warn('has scaling suspended, which is not simulated');
}

function isMonitored(service: Resolved, warn: (warning: string) => void): boolean {
  if (!publishes(service, 'CPUUtilization')) return false;
  const controller = word(structure(service.properties.DeploymentController).Type, 'ECS');
  if (controller === 'ECS') return true;
  warn(`is deployed by ${controller}, with which ECS publishes nothing every 20 seconds`);
  return false;
}

function groupOf(
  loadBalancer: Readonly<Record<string, unknown>>,
  resources: Resources,
  problems: Problems,
  warn: (warning: string) => void,
): Pick<DeployedService, 'healthCheckSeconds' | 'deregistrationSeconds'> {
  const group = resources.referred(loadBalancer.TargetGroupArn, TARGET_GROUP);
  if (!group) {
    warn('has a target group that is not in these templates: the defaults of AWS are taken for it');
    return LOAD_BALANCER_DEFAULTS;
  }
  const { logicalId, properties } = group;
  const attributes = structures(properties.TargetGroupAttributes);
  const delay = attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value;
  const slowStart = attributes.find(({ Key }) => Key === 'slow_start.duration_seconds')?.Value;
  if (problems.number(slowStart, `slow start of ${logicalId}`, 0) > 0) warn('has a slow start, which is not simulated');
  const { healthCheckSeconds, deregistrationSeconds } = LOAD_BALANCER_DEFAULTS;
  return {
    healthCheckSeconds: problems.number(
      properties.HealthCheckIntervalSeconds,
      `HealthCheckIntervalSeconds of ${logicalId}`,
      healthCheckSeconds,
    ),
    deregistrationSeconds: problems.number(delay, `deregistration delay of ${logicalId}`, deregistrationSeconds),
  };
}
