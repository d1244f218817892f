import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  ServiceNamespace,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { QueueDemandMetric } from '../../../lib/contract/queue-demand';
import { alarmsOf, metricsOf } from './alarms';
import { check, differs, ofEach, unless } from '../check';
import type { Deployment } from '../deployment';
import { environmentOf, servicesOf } from './services';
import { Environment } from '../../../lib/contract/environment';

/** What grows and shrinks, by which policy, woken by which alarm. */
export const SCALING_CHECKS = [
  check('each service is a target of scaling, with a minimum that is at most its maximum', async (deployment) => {
    const targets = await targetsOf(deployment);
    const services = (await servicesOf(deployment)).map(
      ({ service }) => `service/${service.clusterArn?.split('/').pop()}/${service.serviceName}`,
    );
    return [
      ...differs('the services that scale', targets.map(({ ResourceId }) => ResourceId).sort(), services.sort()),
      ...targets.flatMap(({ ResourceId, MinCapacity = 0, MaxCapacity = 0 }) =>
        unless(MinCapacity <= MaxCapacity, `${ResourceId}: the minimum ${MinCapacity} is above ${MaxCapacity}`),
      ),
    ];
  }),

  check('each policy of scaling belongs to a target whose service exists', async (deployment) => {
    const policies = await policiesOf(deployment);
    const targets = new Set((await targetsOf(deployment)).map(({ ResourceId }) => ResourceId));
    return [
      ...differs(
        'the number of policies',
        policies.length,
        deployment.some('AWS::ApplicationAutoScaling::ScalingPolicy').filter(scalesService).length,
      ),
      ...(await ofEach(policies, async ({ PolicyName, ResourceId = '' }) => {
        const [, cluster, service] = ResourceId.split('/');
        const { services } = await deployment.home.ecs.send(
          new DescribeServicesCommand({ cluster, services: [service ?? ''] }),
        );
        return [
          ...unless(targets.has(ResourceId), `${PolicyName} scales ${ResourceId}, which is no target`),
          ...differs(`${PolicyName}: the status of its service`, services?.[0]?.status, 'ACTIVE'),
        ];
      })),
    ];
  }),

  check(
    'each step policy is started by alarms on what its own service publishes, or ECS about it',
    async (deployment) => {
      const steps = (await policiesOf(deployment)).filter(({ PolicyType }) => PolicyType === 'StepScaling');
      const alarms = await alarmsOf(deployment);
      const services = new Map(
        (await servicesOf(deployment)).map(({ service, task }) => [
          service.serviceName,
          environmentOf(task).get(Environment.SERVICE),
        ]),
      );
      return [
        ...unless(steps.length > 0, 'there is no step policy'),
        ...steps.flatMap(({ PolicyARN = '', PolicyName, ResourceId }) => {
          const starters = alarms.filter(({ AlarmActions }) => AlarmActions?.includes(PolicyARN));
          const ecsService = ResourceId?.split('/').pop();
          return [
            ...unless(starters.length > 0, `${PolicyName} is started by no alarm`),
            ...starters.flatMap((alarm) =>
              metricsOf(alarm).flatMap(({ Namespace, Dimensions = [] }) => {
                const ofEcs = Namespace === 'AWS/ECS';
                const dimension = ofEcs ? 'ServiceName' : QueueDemandMetric.SERVICE;
                const name = Dimensions.find(({ Name }) => Name === dimension)?.Value;
                return [
                  ...unless(
                    ofEcs || Namespace === QueueDemandMetric.NAMESPACE,
                    `${alarm.AlarmName}: the namespace is ${Namespace}`,
                  ),
                  ...differs(`${alarm.AlarmName}: the service`, name, ofEcs ? ecsService : services.get(ecsService)),
                ];
              }),
            ),
          ];
        }),
      ];
    },
  ),
];

async function targetsOf(deployment: Deployment) {
  const { ScalableTargets = [] } = await deployment.home.scaling.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: ServiceNamespace.ECS }),
  );
  return ScalableTargets;
}

async function policiesOf(deployment: Deployment) {
  const { ScalingPolicies = [] } = await deployment.home.scaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: ServiceNamespace.ECS }),
  );
  return ScalingPolicies;
}

/** Not the readers of a database, nor the replicas of a cache. */
function scalesService({ path }: { readonly path: string }): boolean {
  return path.includes('/Svc/');
}
