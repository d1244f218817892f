import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { serviceOf } from '../model/tiers';
import { columns, count, sorted, type Row, type SectionMaker } from '../section';

/** What grows on its own, from where to where, and what decides. */
interface Limit {
  readonly unit: string;
  readonly minimum: unknown;
  readonly maximum: unknown;
  readonly policy: string;
}

/** How far each tier grows on its own. */
export const limits: SectionMaker = (model) => {
  const rows = sorted([
    ...services(model),
    ...otherTargets(model),
    ...model.resources.flatMap((resource) =>
      (LIMITS[resource.type]?.(resource, model) ?? []).map((limit) => row(resource, limit)),
    ),
  ]);
  const growing = rows.filter(({ cells }) => cells.minimum !== cells.maximum);
  return {
    id: 'limits',
    title: 'Scaling limits',
    summary:
      rows.length === 0
        ? 'nothing scales'
        : `${growing.length} of ${count(rows.length, 'limit')} leave room: ${headlines(growing).join(', ')}`,
    tables: [
      {
        id: 'limits',
        title: 'Scaling limits',
        columns: columns({
          where: 'Where',
          unit: 'Of what',
          minimum: 'Minimum',
          maximum: 'Maximum',
          policy: 'Decided by',
        }),
        rows,
        none: 'nothing has a scaling limit',
      },
    ],
  };
};

/** The first range of each part, without the prefix of its path; what has no numbers says nothing. */
function headlines(rows: readonly Row[]): string[] {
  const first = new Map<string, string>();
  for (const { cells } of rows) {
    const { where, minimum, maximum, unit } = cells;
    if (first.has(where) || Number.isNaN(Number(maximum))) continue;
    first.set(where, `${where.split('/').pop()} ${minimum} to ${maximum} ${unit}`);
  }
  return [...first.values()];
}

function row({ path, label }: Resource, { unit, minimum, maximum, policy }: Limit): Row {
  return {
    key: `${path} ${unit}`,
    cells: { where: label, unit, minimum: word(minimum), maximum: word(maximum), policy },
  };
}

function services(model: Model): Row[] {
  const targets = model.ofType('AWS::ApplicationAutoScaling::ScalableTarget');
  return model.ofType('AWS::ECS::Service').map((service) => {
    const target = targets.find((candidate) => serviceOf(model, candidate) === service);
    if (target) return row(service, { unit: 'tasks', ...rangeOf(target), policy: policiesOf(model, target) });
    const { SchedulingStrategy: strategy, DesiredCount: desired = 1 } = service.properties;
    if (strategy === 'DAEMON') {
      return row(service, { unit: 'tasks', minimum: 'one a host', maximum: 'one a host', policy: 'the hosts' });
    }
    return row(service, { unit: 'tasks', minimum: desired, maximum: desired, policy: 'nothing: fixed' });
  });
}

/** What Application Auto Scaling scales besides services: tables, replicas, provisioned concurrency. */
function otherTargets(model: Model): Row[] {
  return model
    .ofType('AWS::ApplicationAutoScaling::ScalableTarget')
    .filter((target) => serviceOf(model, target) === undefined)
    .map((target) =>
      row(target, {
        unit: word(target.properties.ScalableDimension),
        ...rangeOf(target),
        policy: policiesOf(model, target),
      }),
    );
}

function rangeOf({ properties }: Resource): { minimum: unknown; maximum: unknown } {
  return { minimum: properties.MinCapacity, maximum: properties.MaxCapacity };
}

function policiesOf(model: Model, target: Resource): string {
  const policies = model
    .ofType('AWS::ApplicationAutoScaling::ScalingPolicy')
    .filter(({ properties }) => model.references(properties.ScalingTargetId).includes(target))
    .map(policyText);
  const schedules = list(target.properties.ScheduledActions).map(({ Schedule }) => `schedule ${word(Schedule)}`);
  return [...policies, ...schedules].sort().join('; ') || 'nothing: no policy';
}

function policyText({ properties, logicalId }: Resource): string {
  const tracking = properties.TargetTrackingScalingPolicyConfiguration;
  if (tracking) {
    const metric =
      at(tracking, 'PredefinedMetricSpecification', 'PredefinedMetricType') ??
      at(tracking, 'CustomizedMetricSpecification', 'MetricName') ??
      'a metric of its own';
    return `${word(metric)} at ${word(at(tracking, 'TargetValue'))}`;
  }
  const steps = list(at(properties, 'StepScalingPolicyConfiguration', 'StepAdjustments'));
  return `${count(steps.length, 'step')} by ${word(properties.PolicyName ?? logicalId)}`;
}

type Look = (resource: Resource, model: Model) => Limit[];

const LIMITS: Readonly<Record<string, Look>> = {
  'AWS::AutoScaling::AutoScalingGroup': ({ properties }) => [
    { unit: 'instances', minimum: properties.MinSize, maximum: properties.MaxSize, policy: 'its own policies' },
  ],
  'AWS::DynamoDB::GlobalTable': ({ properties }) =>
    onDemand(properties.BillingMode, properties.WriteOnDemandThroughputSettings),
  'AWS::DynamoDB::Table': ({ properties }) =>
    properties.BillingMode === 'PAY_PER_REQUEST'
      ? onDemand(properties.BillingMode, properties.OnDemandThroughput)
      : ['Read', 'Write'].map((side) => {
          const units = at(properties, 'ProvisionedThroughput', `${side}CapacityUnits`);
          return { unit: `${side.toLowerCase()} units`, minimum: units, maximum: units, policy: 'provisioned' };
        }),
  'AWS::EKS::Nodegroup': ({ properties }) => [
    {
      unit: 'instances',
      minimum: at(properties, 'ScalingConfig', 'MinSize'),
      maximum: at(properties, 'ScalingConfig', 'MaxSize'),
      policy: 'the cluster',
    },
  ],
  'AWS::ElastiCache::ReplicationGroup': ({ properties }) => {
    const shards = Number(properties.NumNodeGroups ?? 1);
    const replicas = Number(properties.ReplicasPerNodeGroup ?? Number(properties.NumCacheClusters ?? 1) - 1);
    return [
      { unit: 'shards', minimum: shards, maximum: shards, policy: 'nothing: fixed' },
      { unit: 'replicas a shard', minimum: replicas, maximum: replicas, policy: 'nothing: fixed' },
    ];
  },
  'AWS::ElastiCache::ServerlessCache': ({ properties }) => [
    usage('GB', at(properties, 'CacheUsageLimits', 'DataStorage')),
    usage('processing units a second', at(properties, 'CacheUsageLimits', 'ECPUPerSecond')),
  ],
  'AWS::Lambda::Function': ({ properties }) =>
    properties.ReservedConcurrentExecutions === undefined
      ? []
      : [{ unit: 'concurrent calls', minimum: 0, maximum: properties.ReservedConcurrentExecutions, policy: 'load' }],
  'AWS::RDS::DBCluster': (cluster, model) => [...serverlessCapacity(cluster.properties), instances(model, cluster)],
  'AWS::RDS::DBInstance': ({ properties }) =>
    properties.MaxAllocatedStorage === undefined
      ? []
      : [
          {
            unit: 'GB of storage',
            minimum: properties.AllocatedStorage ?? 'as its source',
            maximum: properties.MaxAllocatedStorage,
            policy: 'free space',
          },
        ],
};

function onDemand(mode: unknown, given: unknown): Limit[] {
  if (mode !== 'PAY_PER_REQUEST') return [];
  const most = at(given, 'MaxWriteRequestUnits');
  return [{ unit: 'requests', minimum: 0, maximum: most ?? "the account's quota", policy: 'load (on demand)' }];
}

function usage(unit: string, limit: unknown): Limit {
  return { unit, minimum: at(limit, 'Minimum') ?? 0, maximum: at(limit, 'Maximum') ?? 'no limit', policy: 'load' };
}

function serverlessCapacity({ ServerlessV2ScalingConfiguration: scaling }: Readonly<Record<string, unknown>>): Limit[] {
  if (scaling === undefined) return [];
  return [
    {
      unit: 'capacity units an instance',
      minimum: at(scaling, 'MinCapacity'),
      maximum: at(scaling, 'MaxCapacity'),
      policy: 'load',
    },
  ];
}

function instances(model: Model, cluster: Resource): Limit {
  const members = model
    .ofType('AWS::RDS::DBInstance')
    .filter(({ properties }) => model.wired(properties.DBClusterIdentifier, cluster.type).includes(cluster)).length;
  return { unit: 'instances', minimum: members, maximum: members, policy: 'nothing: fixed' };
}
