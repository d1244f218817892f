import { tierOf } from '../../../tools/review/model/tiers';
import { modelOf, resource } from './model';

const ref = (logicalId: string) => ({ Ref: logicalId });

/** The tier of each resource, by its logical id. */
function tiersOf(resources: Parameters<typeof modelOf>[0]): Record<string, string> {
  const model = modelOf(resources);
  return Object.fromEntries(model.resources.map((one) => [one.logicalId, tierOf(model, one)]));
}

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';

test.each([
  ['rds', 'data'],
  ['elasticache', 'cache'],
  ['dynamodb', 'data'],
  ['ecs', 'web'],
])('what scales in the namespace %s is in the tier %s', (ServiceNamespace, tier) => {
  const tiers = tiersOf({
    Target: resource(TARGET, { ServiceNamespace }),
    Policy: resource(POLICY, { ScalingTargetId: ref('Target') }),
  });
  expect(tiers).toEqual({ Target: tier, Policy: tier });
});

test('what scales a service without a load balancer is in the tier of workers', () => {
  const tiers = tiersOf({
    Service: resource('AWS::ECS::Service', {}),
    Target: resource(TARGET, { ServiceNamespace: 'ecs', ResourceId: { 'Fn::GetAtt': ['Service', 'Name'] } }),
    Policy: resource(POLICY, { ScalingTargetId: ref('Target') }),
  });
  expect(tiers).toEqual({ Service: 'worker', Target: 'worker', Policy: 'worker' });
});

test('machines to whose network interface a route leads are in the tier of the network, others are not', () => {
  const machines = (networkInterface: string) => ({
    Template: resource('AWS::EC2::LaunchTemplate', {
      NetworkInterfaces: [{ NetworkInterfaceId: ref(networkInterface) }],
    }),
    Group: resource('AWS::AutoScaling::AutoScalingGroup', { LaunchTemplate: { LaunchTemplateId: ref('Template') } }),
  });
  const rest = {
    Nat: resource('AWS::EC2::NetworkInterface'),
    Other: resource('AWS::EC2::NetworkInterface'),
    Route: resource('AWS::EC2::Route', { NetworkInterfaceId: ref('Nat') }),
  };
  expect(tiersOf({ ...machines('Nat'), ...rest })).toMatchObject({ Template: 'network', Group: 'network' });
  expect(tiersOf({ ...machines('Other'), ...rest })).toMatchObject({ Template: 'web', Group: 'web' });
});
