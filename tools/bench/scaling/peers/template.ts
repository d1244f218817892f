import type { ResourceDefinition } from '../../../support/template';

/** A template as CloudFormation takes it. */
export interface Template {
  readonly Resources: Readonly<Record<string, ResourceDefinition>>;
}

type Properties = Readonly<Record<string, unknown>>;

/** How a peer attaches its service to a load balancer, where AWS's own defaults are 30 and 300 seconds. */
export interface Plumbing {
  readonly healthCheckSeconds?: number;
  readonly deregistrationSeconds?: number;
  /** Whether ECS is told to publish CPU and memory every 20 seconds. */
  readonly highResolution?: boolean;
}

/** So generous that no peer fails for its maximum alone. */
export const LIMITS = { web: { minTasks: 2, maxTasks: 2000 }, worker: { minTasks: 1, maxTasks: 500 } } as const;

const CLUSTER = 'peer';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';

/** A web service behind a load balancer, as far as scaling is concerned. */
export function webTemplate(plumbing: Plumbing, scaling: Readonly<Record<string, ResourceDefinition>>): Template {
  const { healthCheckSeconds = 30, deregistrationSeconds = 300 } = plumbing;
  const targetGroup = resource('AWS::ElasticLoadBalancingV2::TargetGroup', {
    HealthCheckIntervalSeconds: healthCheckSeconds,
    TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(deregistrationSeconds) }],
    TargetType: 'ip',
  });
  const loadBalancers = [{ ContainerName: 'app', ContainerPort: 80, TargetGroupArn: { Ref: 'TargetGroup' } }];
  return {
    Resources: {
      TargetGroup: targetGroup,
      Service: service({ LoadBalancers: loadBalancers }, plumbing),
      Target: scalableTarget(LIMITS.web),
      ...named(scaling),
    },
  };
}

/** A service that takes messages from a queue, as far as scaling is concerned. */
export function workerTemplate(plumbing: Plumbing, scaling: Readonly<Record<string, ResourceDefinition>>): Template {
  return {
    Resources: {
      Queue: resource('AWS::SQS::Queue', { VisibilityTimeout: 30 }),
      Service: service({}, plumbing),
      Target: scalableTarget(LIMITS.worker),
      ...named(scaling),
    },
  };
}

/** Policies need names; each has that of its place in the template. */
function named(scaling: Readonly<Record<string, ResourceDefinition>>): Readonly<Record<string, ResourceDefinition>> {
  const withName = ([id, { Type, Properties }]: [string, ResourceDefinition]) => [
    id,
    { Type, Properties: Type === POLICY ? { PolicyName: `peer-${id.toLowerCase()}`, ...Properties } : Properties },
  ];
  return Object.fromEntries(Object.entries(scaling).map(withName)) as Readonly<Record<string, ResourceDefinition>>;
}

/** Cooldowns in seconds, after a scale-out and after a scale-in. */
export type Cooldowns = readonly [out: number, in_: number];

/** Target tracking of a metric that AWS knows by name. */
export function tracking(metric: string, target: number, cooldowns: Cooldowns): ResourceDefinition {
  return targetTracking({ PredefinedMetricSpecification: { PredefinedMetricType: metric } }, target, cooldowns);
}

/** Target tracking of the load balancer's requests for each task, in a minute. */
export function requestTracking(perMinute: number, cooldowns: Cooldowns): ResourceDefinition {
  const label = {
    'Fn::Join': ['/', ['app/peer/0123456789abcdef', { 'Fn::GetAtt': ['TargetGroup', 'TargetGroupFullName'] }]],
  };
  return targetTracking(
    { PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label } },
    perMinute,
    cooldowns,
  );
}

/** Target tracking of a metric that the peer publishes itself. */
export function customTracking(
  namespace: string,
  name: string,
  target: number,
  cooldowns: Cooldowns,
): ResourceDefinition {
  const queueName = { Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } };
  return targetTracking(
    {
      CustomizedMetricSpecification: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: [queueName],
        Statistic: 'Average',
        Unit: 'Count',
      },
    },
    target,
    cooldowns,
  );
}

function targetTracking(metric: Properties, target: number, [out, in_]: Cooldowns): ResourceDefinition {
  return policy('TargetTrackingScaling', {
    TargetTrackingScalingPolicyConfiguration: {
      ...metric,
      TargetValue: target,
      ScaleOutCooldown: out,
      ScaleInCooldown: in_,
    },
  });
}

/** Steps of percent of the capacity. */
export function percentStep(adjustment: number, cooldown: number): ResourceDefinition {
  const bound = adjustment > 0 ? 'MetricIntervalLowerBound' : 'MetricIntervalUpperBound';
  return policy('StepScaling', {
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'PercentChangeInCapacity',
      Cooldown: cooldown,
      MinAdjustmentMagnitude: 1,
      StepAdjustments: [{ [bound]: 0, ScalingAdjustment: adjustment }],
    },
  });
}

/** Forecasts from days that were, to a CPU utilization in percent; it never scales in. */
export function predictive(cpuPercent: number): ResourceDefinition {
  const pair = { PredefinedMetricType: 'ECSServiceCPUUtilization' };
  return policy('PredictiveScaling', {
    PredictiveScalingPolicyConfiguration: {
      MetricSpecifications: [{ TargetValue: cpuPercent, PredefinedMetricPairSpecification: pair }],
      Mode: 'ForecastAndScale',
      SchedulingBufferTime: 300,
      MaxCapacityBreachBehavior: 'HonorMaxCapacity',
    },
  });
}

/** An alarm on the CPU utilization of the service that sets off a policy. */
export function cpuAlarm(
  comparison: 'GreaterThanThreshold' | 'LessThanThreshold',
  threshold: number,
  [periodSeconds, periods]: readonly [number, number],
  policyId: string,
): ResourceDefinition {
  return resource('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/ECS',
    MetricName: 'CPUUtilization',
    Dimensions: [
      { Name: 'ClusterName', Value: CLUSTER },
      { Name: 'ServiceName', Value: { 'Fn::GetAtt': ['Service', 'Name'] } },
    ],
    Statistic: 'Average',
    Period: periodSeconds,
    EvaluationPeriods: periods,
    Threshold: threshold,
    ComparisonOperator: comparison,
    AlarmActions: [{ Ref: policyId }],
  });
}

function service(properties: Properties, { highResolution = false }: Plumbing): ResourceDefinition {
  const monitoring = {
    MetricConfigurations: [{ MetricNames: ['CPUUtilization', 'MemoryUtilization'], ResolutionSeconds: 20 }],
  };
  return resource('AWS::ECS::Service', {
    Cluster: CLUSTER,
    LaunchType: 'FARGATE',
    ...(highResolution ? { Monitoring: monitoring } : {}),
    ...properties,
  });
}

function scalableTarget({
  minTasks,
  maxTasks,
}: {
  readonly minTasks: number;
  readonly maxTasks: number;
}): ResourceDefinition {
  return resource('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity: minTasks,
    MaxCapacity: maxTasks,
    ResourceId: { 'Fn::Join': ['/', ['service', CLUSTER, { 'Fn::GetAtt': ['Service', 'Name'] }]] },
    ScalableDimension: 'ecs:service:DesiredCount',
    ServiceNamespace: 'ecs',
  });
}

function policy(type: string, configuration: Properties): ResourceDefinition {
  return resource(POLICY, {
    PolicyType: type,
    ScalingTargetId: { Ref: 'Target' },
    ...configuration,
  });
}

function resource(type: string, properties: Properties): ResourceDefinition {
  return { Type: type, Properties: properties };
}
