import type { Driver } from './drivers';
import { at, list, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { serviceOf } from '../model/tiers';
import { unique } from '../section';

const HOURS_A_MONTH = 730;

/** The tasks that always run: a service that scales from zero costs nothing. */
export function serviceTasks(service: Resource, model: Model): Driver[] {
  const target = model
    .ofType('AWS::ApplicationAutoScaling::ScalableTarget')
    .find((candidate) => serviceOf(model, candidate) === service);
  const [task] = model.references(service.properties.TaskDefinition);
  const {
    Cpu: cpu,
    Memory: memory,
    RuntimePlatform: platform,
    RequiresCompatibilities: launch,
  } = task?.properties ?? {};
  if (!list(launch).includes('FARGATE' as never)) return [];
  const strategies = list(service.properties.CapacityProviderStrategy).map(({ CapacityProvider }) =>
    word(CapacityProvider),
  );
  const slow = list(at(service.properties, 'Monitoring', 'MetricConfigurations')).filter(
    ({ ResolutionSeconds }) => Number(ResolutionSeconds) < 60,
  );
  return [
    {
      driver: 'task',
      size: `${Number(cpu) / 1024} vCPU, ${Number(memory) / 1024} GB, ${word(at(platform, 'CpuArchitecture') ?? 'X86_64')}, ${unique(strategies).join(' and ') || 'FARGATE'}`,
      quantity: Number(target?.properties.MinCapacity ?? service.properties.DesiredCount ?? 1),
      where: service.label,
      details: {
        vcpu: Number(cpu) / 1024,
        gigabytes: Number(memory) / 1024,
        architecture: word(at(platform, 'CpuArchitecture') ?? 'X86_64'),
        // Those that always run are the base of a strategy, which is on demand unless there is nothing but Spot.
        capacity: strategies.length > 0 && !strategies.includes('FARGATE') ? 'spot' : 'on demand',
      },
    },
    ...slow.map(({ ResolutionSeconds }) => ({
      driver: 'metric of ECS',
      size: `each ${word(ResolutionSeconds)} s`,
      quantity: 1,
      where: service.label,
    })),
  ];
}

/** An instance of a database, in one zone or two, and its storage. */
export function databaseInstance({ properties, label }: Resource, model: Model): Driver[] {
  const [cluster] = model.wired(properties.DBClusterIdentifier, 'AWS::RDS::DBCluster');
  const isServerless = properties.DBInstanceClass === 'db.serverless';
  const minimum = at(cluster?.properties, 'ServerlessV2ScalingConfiguration', 'MinCapacity');
  const zones = properties.MultiAZ === true ? 2 : 1;
  // A replica has as much as what it copies, and says nothing about it.
  const [source] = model.wired(properties.SourceDBInstanceIdentifier, 'AWS::RDS::DBInstance');
  const { AllocatedStorage, StorageType } = { ...source?.properties, ...properties };
  const storage = Number(AllocatedStorage ?? 0);
  return [
    {
      driver: 'database instance',
      size: isServerless ? `serverless, at least ${word(minimum)} capacity units` : word(properties.DBInstanceClass),
      quantity: zones,
      where: label,
      details: {
        type: word(properties.DBInstanceClass).replace(/^db\./, ''),
        engine: word(properties.Engine),
        ...(isServerless ? { minimum: Number(minimum), storage: word(cluster?.properties.StorageType, 'aurora') } : {}),
      },
    },
    {
      driver: 'database storage',
      size: `GB of ${word(StorageType, 'gp2')}`,
      quantity: storage * zones,
      where: label,
      details: { type: word(StorageType, 'gp2') },
    },
  ];
}

/** The instances of a group, with their volumes and what watches them. */
export function instances(group: Resource, model: Model): Driver[] {
  const { properties, label: where } = group;
  const data = model
    .references(properties)
    .filter(({ type }) => type === 'AWS::EC2::LaunchTemplate')
    .map((template) => template.properties.LaunchTemplateData);
  const overrides = list(at(properties, 'MixedInstancesPolicy', 'LaunchTemplate', 'Overrides'));
  const types = unique((overrides.length > 0 ? overrides : data).map((one) => word(at(one, 'InstanceType'))));
  const type = types.join(' or ') || word(properties.InstanceType, '');
  const quantity = Number(properties.DesiredCapacity ?? properties.MinSize ?? 1);
  const isWatched = data.some((one) => at(one, 'Monitoring', 'Enabled') === true);
  return [
    { driver: 'instance', size: type, quantity, where, details: { type } },
    ...data
      .flatMap((one) => list(at(one, 'BlockDeviceMappings')))
      .map(({ Ebs: volume }) => ({
        driver: 'volume',
        size: `GB of ${word(at(volume, 'VolumeType'), 'gp2')}`,
        quantity: quantity * Number(at(volume, 'VolumeSize') ?? 0),
        where,
        details: { type: word(at(volume, 'VolumeType'), 'gp2') },
      })),
    { driver: 'detailed monitoring', size: 'an instance', quantity: isWatched ? quantity : 0, where },
  ];
}

/** A proxy, and what it stands in front of. */
export function databaseProxy(proxy: Resource, model: Model): Driver[] {
  const targets = model
    .usersOf(proxy)
    .filter(({ type }) => type === 'AWS::RDS::DBProxyTargetGroup')
    .flatMap((group) => model.references(group.properties))
    .filter(({ type }) => type === 'AWS::RDS::DBInstance');
  const types = targets.map(({ properties }) => word(properties.DBInstanceClass).replace(/^db\./, ''));
  return [
    {
      driver: 'database proxy',
      size: '',
      quantity: 1,
      where: proxy.label,
      details: { type: types[0] ?? 'serverless' },
    },
  ];
}

/** Functions that a schedule calls whether there is work or not. */
export function scheduled({ properties, label }: Resource, model: Model): Driver[] {
  const [, every, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(word(properties.ScheduleExpression)) ?? [];
  if (!every || properties.State === 'DISABLED') return [];
  const hours = { minute: 1 / 60, hour: 1, day: 24 }[unit as 'minute' | 'hour' | 'day'];
  const functions = model.references(list(properties.Targets)).filter(({ type }) => type === 'AWS::Lambda::Function');
  return functions.map(({ properties: { MemorySize: memory = 128 } }) => ({
    driver: 'scheduled call',
    size: `a month, function of ${word(memory)} MB`,
    quantity: HOURS_A_MONTH / (hours * Number(every)),
    where: label,
  }));
}
