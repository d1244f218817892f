import { against, choice, literals, values, whole } from '../choice';
import type { Inputs } from '../generator';
import { deploymentName, duration } from './types';

/** What constructs of several regions are given. */
export const REGION: Inputs = {
  ControlTableProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
  },
  GlobalEntryProps: {
    name: deploymentName,
    loadBalancers: values(
      [
        // It is what the construct is for.
        against(
          ['no-way-in-but-the-distribution'],
          choice('[secureLoadBalancer]', (world) => [world.secureLoadBalancer]),
        ),
      ],
      [
        choice('[]', () => []),
        choice('[loadBalancer]', (world) => [world.loadBalancer]),
        choice('[secureLoadBalancer, secureLoadBalancer]', (world) => [
          world.secureLoadBalancer,
          world.secureLoadBalancer,
        ]),
      ],
    ),
  },
  GlobalEntryAccessProps: {
    loadBalancer: values(
      [
        // It is what the construct is for.
        against(
          ['no-security-group-open-to-the-world'],
          choice('secureLoadBalancer', (world) => world.secureLoadBalancer),
        ),
      ],
      [choice('loadBalancer', (world) => world.loadBalancer)],
    ),
  },
  RegionSwitchProps: {
    name: deploymentName,
    databaseIdentifier: literals(['shop-aurora-g1'], ['', 'Shop', 'shop--aurora', 'shop-']),
    globalDatabaseIdentifier: literals(['shop-global-g1'], ['', 'Shop', 'shop--global', 'shop-']),
    services: literals([['shop-web'], ['shop-web', 'shop-jobs']], [['shop/web'], ['']]),
  },
  RegionSwitchDatabase: {
    databaseIdentifier: literals(['shop-aurora-s1-g1'], ['', 'Shop', 'shop--aurora', 'shop-']),
    globalDatabaseIdentifier: literals(['shop-global-s1-g1'], ['', 'Shop', 'shop--global', 'shop-']),
  },
  RegionTrafficProps: {
    name: deploymentName,
    routingStoreArn: literals(
      ['arn:aws:cloudfront::111111111111:key-value-store/0123-abcd'],
      ['', 'routing', 'arn:aws:cloudfront::111111111111:function/routing'],
    ),
  },
  RegionProbeProps: {
    name: deploymentName,
    url: literals(
      ['https://www.example.com'],
      ['', 'www.example.com', 'http://www.example.com', 'https://www.example.com/'],
    ),
  },
  ShardedDatabaseProps: {
    name: literals(['around'], ['', 'Around', 'other']),
    first: values(
      [choice('firstShard', (world) => world.firstShard)],
      [choice('auroraDatabase', (world) => world.auroraDatabase), choice('secondShard', (world) => world.secondShard)],
    ),
    controlTableName: literals(['around-control-g1'], ['', 'a', 'with space']),
  },
  ShardMonitoringProps: {
    name: deploymentName,
    shards: values(
      [choice('[firstShard, secondShard]', (world) => [world.firstShard, world.secondShard])],
      [choice('[firstShard]', (world) => [world.firstShard])],
    ),
    monitoring: values([choice('monitoring', (world) => world.monitoring)]),
  },
  RegionHealthProps: {
    name: deploymentName,
    slowestResponse: duration(1, 60),
  },
  ControlReplicaProps: {
    name: deploymentName,
    generation: whole(1, 99, 3),
  },
};
