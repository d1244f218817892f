import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Unchecked, WrongInput } from './wrong-input';
import {
  ControlReplica,
  ControlTable,
  GlobalEntry,
  GlobalEntryAccess,
  Monitoring,
  RegionDatabase,
  RegionMode,
  RegionHealth,
  RegionModel,
  RegionSwitch,
  RegionTraffic,
  WebService,
  type ControlReplicaProps,
  type ControlTableProps,
  type RegionHealthProps,
  type RegionModelProps,
  type RegionSwitchProps,
  type RegionTrafficProps,
} from '../../lib';
import { IMAGE, testCluster } from '../service/fixtures';
import { testApp, testStack } from '../support/test-app';
import { testLoadBalancer } from '../web/fixtures';

const PAIR = ['eu-west-1', 'us-east-1'];

function model(props: Unchecked<RegionModelProps>): RegionModel {
  return new RegionModel({ regions: PAIR, ...props } as RegionModelProps);
}

function table(props: Unchecked<ControlTableProps>): () => unknown {
  return () =>
    new ControlTable(testStack(), 'Control', { name: 'shop', plan: model({}), ...props } as ControlTableProps);
}

function replica(props: Unchecked<ControlReplicaProps>, region = 'us-east-1'): () => unknown {
  return () =>
    new ControlReplica(testStack({ env: { region } }), 'Control', {
      name: 'shop',
      plan: model({}),
      ...props,
    } as ControlReplicaProps);
}

function health(props: Unchecked<RegionHealthProps>): () => unknown {
  return () => {
    const { stack, loadBalancer } = region();
    return new RegionHealth(stack, 'Health', { name: 'shop', loadBalancer, ...props } as RegionHealthProps);
  };
}

function regionSwitch(props: Unchecked<RegionSwitchProps>): () => unknown {
  const sound = { plan: model({}), databaseIdentifier: 'shop-aurora-g1', globalDatabaseIdentifier: 'shop-global-g1' };
  return () => new RegionSwitch(testStack(), 'Switch', { name: 'shop', ...sound, ...props } as RegionSwitchProps);
}

function traffic(props: Unchecked<RegionTrafficProps>): () => unknown {
  const routingStoreArn = 'arn:aws:cloudfront::111111111111:key-value-store/0';
  const sound = { name: 'shop', plan: model({}), routingStoreArn };
  return () => new RegionTraffic(testStack(), 'Traffic', { ...sound, ...props } as RegionTrafficProps);
}

/** A service of a region whose health watches it so often. */
function watched(times: number): () => unknown {
  return () => {
    const { stack, cluster, loadBalancer } = region();
    const regionHealth = new RegionHealth(stack, 'Health', { name: 'shop', loadBalancer });
    regionHealth.monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
    const web = new WebService(stack, 'Web', { cluster, loadBalancer, image: IMAGE, port: 8080 });
    Array.from({ length: times }).forEach(() => regionHealth.watch(web));
    return Template.fromStack(stack);
  };
}

function region() {
  const stack = testStack();
  const cluster = testCluster(stack);
  return { stack, cluster, loadBalancer: testLoadBalancer(stack, { vpc: cluster.cluster.vpc }) };
}

export const RECOVERY: readonly WrongInput[] = [
  {
    wrong: 'everything of a control table at once',
    make: table({ name: 'Shop', generation: 0, disposable: 'no', plan: PAIR }),
    error: [
      'Test/Control:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor',
      '  - disposable must be true or false, got "no"; write true or false, without quotes',
      '  - plan must be a RegionModel, got ["eu-west-1","us-east-1"]; make one with new RegionModel({ regions })',
    ],
  },
  {
    wrong: 'everything of a model at once',
    make: table({
      plan: model({
        regions: [],
        mode: 'active',
        database: 'oracle',
        standbyFactor: 2,
        decidedByPerson: 'yes',
        recoveryTime: Duration.seconds(0),
        recoveryPoint: 5,
      }),
    }),
    error: [
      'Test/Control:',
      '  - plan.regions must hold 1 to 6 regions, got []; name home first',
      '  - plan.mode must be one of active-passive, active-active, got "active"; use RegionMode.ACTIVE_ACTIVE',
      '  - plan.database must be one of aurora-postgres, rds-postgres, rds-mysql, got "oracle"; use RegionDatabase.AURORA_POSTGRES',
      "  - plan.standbyFactor must be between 0.1 and 1, got 2; it is the part of home's tasks that a standby always has",
      '  - plan.decidedByPerson must be true or false, got "yes"; write true or false, without quotes',
      '  - plan.recoveryTime in seconds must be a whole number between 1 and 86400, got 0; say how long an outage may last',
      '  - plan.recoveryPoint must be a Duration, got 5; write it as Duration.seconds(0)',
    ],
  },
  {
    wrong: 'a model of places that are no regions',
    make: table({ plan: model({ regions: ['eu-west-1', 'Frankfurt'] }) }),
    error: 'Test/Control: plan.regions[1] must be the name of a region, got "Frankfurt"; use one such as eu-central-1',
  },
  {
    wrong: 'a model that promises what a person and RDS cannot keep',
    make: table({
      plan: model({
        database: RegionDatabase.RDS_POSTGRES,
        decidedByPerson: true,
        recoveryTime: Duration.minutes(5),
        recoveryPoint: Duration.seconds(5),
      }),
    }),
    error: [
      'Test/Control:',
      '  - plan.recoveryTime must be at least 1050 seconds, got 300; promote takes 600 of them (detect 75 + decide 300 + scale 0 + promote 600 + route 75): use DatabaseEngine.auroraPostgres(), or allow more time',
      '  - plan.recoveryPoint must be at least 30 seconds, got 5; copies of rds-postgres in other regions may be so far behind before an alarm says so: use DatabaseEngine.auroraPostgres(), or allow for more loss',
    ],
  },
  {
    wrong: 'a standby factor without standbys',
    make: table({ plan: model({ mode: RegionMode.ACTIVE_ACTIVE, standbyFactor: 0.5 }) }),
    error:
      'Test/Control: plan.standbyFactor must be left out with RegionMode.ACTIVE_ACTIVE, got 0.5; no region stands by, each always has what the loss of another asks of it',
  },
  {
    wrong: 'a control table away from home',
    make: table({ plan: model({ regions: ['us-east-1', 'eu-west-1'] }) }),
    error:
      'Test/Control: plan.regions must place this in us-east-1, got a stack in "eu-west-1"; define it in a stack of such a region',
  },
  {
    wrong: 'a control table nobody knows where',
    make: () => new ControlTable(new Stack(testApp(), 'Test'), 'Control', { name: 'shop', plan: model({}) }),
    error:
      'Test/Control: region must be known at synthesis, got a token; set env.region of the stack, or no other region could be added to the table later',
  },
  {
    wrong: 'everything of a copy of a control table at once',
    make: replica({ name: '', generation: 100 }, 'ap-northeast-1'),
    error: [
      'Test/Control:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got ""; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 100; start at 1 and add 1 when a resource must exist beside its successor',
      '  - plan.regions must place this in us-east-1, got a stack in "ap-northeast-1"; define it in a stack of such a region',
    ],
  },
  {
    wrong: 'a copy of a control table that is nowhere else',
    make: replica({ plan: model({ regions: ['us-east-1'] }) }),
    error:
      'Test/Control: plan.regions must place this in a region beside home, which there is none of, got a stack in "us-east-1"; define it in a stack of such a region',
  },
  {
    wrong: 'everything of the health of a region at once',
    make: health({ name: 'Shop', slowestResponse: Duration.minutes(2) }),
    error: [
      'Test/Health:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - slowestResponse in seconds must be a whole number between 1 and 60, got 120; use what users would still wait for',
    ],
  },
  {
    wrong: 'the health of a region without services',
    make: watched(0),
    error:
      'Test/Health: services must be watched, got none; call watch() for each web service of the region, or nothing tells an idle region from a dead one',
  },
  {
    wrong: 'a service that is watched twice',
    make: watched(2),
    error:
      'Test/Health: service must be one that is not watched yet, got Web again; give each an id of its own, and leave out what is watched already',
  },
  {
    wrong: 'everything of a switch plan at once',
    make: regionSwitch({
      name: 'Shop',
      plan: model({ regions: ['eu-west-1'] }),
      databaseIdentifier: 'Shop',
      globalDatabaseIdentifier: 'shop--global',
      services: ['shop/web'],
    }),
    error: [
      'Test/Switch:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - plan.regions must hold two regions or more, got ["eu-west-1"]; one alone has none to switch to',
      '  - databaseIdentifier must be an identifier of RDS, got "Shop"; use that of the construct, which is literal',
      '  - globalDatabaseIdentifier must be an identifier of RDS, got "shop--global"; use that of the construct, which is literal',
      '  - services must hold names of ECS services, got ["shop/web"]; use physical names such as shop-web',
    ],
  },
  {
    wrong: 'a switch plan without a database',
    make: regionSwitch({ databaseIdentifier: undefined, services: 'shop-web' }),
    error: [
      'Test/Switch:',
      '  - databaseIdentifier must be given, got undefined; name what is promoted',
      '  - services must be a list, got "shop-web"; put it in square brackets',
    ],
  },
  {
    wrong: 'a switch plan of Aurora whose global database nobody knows',
    make: regionSwitch({ globalDatabaseIdentifier: undefined }),
    error:
      'Test/Switch: globalDatabaseIdentifier must be given with Aurora, got undefined; the plan says aurora-postgres',
  },
  {
    wrong: 'a switch plan of RDS with a global database',
    make: regionSwitch({
      plan: model({ mode: RegionMode.ACTIVE_PASSIVE, database: RegionDatabase.RDS_MYSQL }),
    }),
    error:
      'Test/Switch: globalDatabaseIdentifier must be left out with plain RDS, got "shop-global-g1"; the plan says rds-mysql',
  },
  {
    wrong: 'a switch plan in a third region',
    make: regionSwitch({ plan: model({ regions: ['us-east-1', 'us-west-2', 'eu-west-1'] }) }),
    error:
      'Test/Switch: plan.regions must place this in us-east-1 or us-west-2, got a stack in "eu-west-1"; a switch plan knows the first two regions only',
  },
  {
    wrong: 'everything of what moves traffic at once',
    make: traffic({ name: 'shop-', plan: undefined, routingStoreArn: 'routing' }),
    error: [
      'Test/Traffic:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "shop-"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - routingStoreArn must be the ARN of a KeyValueStore, got "routing"; use that of the edge, published as edge/routing',
      '  - plan must be a RegionModel, got undefined; make one with new RegionModel({ regions })',
    ],
  },
  {
    wrong: 'a way in to nothing',
    make: () => new GlobalEntry(testStack(), 'Entry', { name: 'Shop', loadBalancers: [] }),
    error: [
      'Test/Entry:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - loadBalancers must hold 1 to 6 load balancers, got 0; name that of each region',
    ],
  },
  {
    wrong: 'a way in to two load balancers of one region, without certificates',
    make: () => {
      const { stack, loadBalancer } = region();
      return new GlobalEntry(stack, 'Entry', { name: 'shop', loadBalancers: [loadBalancer, loadBalancer] });
    },
    error: [
      'Test/Entry:',
      '  - loadBalancers must be one for each region, got two in eu-west-1; a region has one endpoint group',
      '  - loadBalancers[0] must listen for HTTPS, got HTTP; give it the certificate of the domain',
      '  - loadBalancers[1] must listen for HTTPS, got HTTP; give it the certificate of the domain',
    ],
  },
  {
    wrong: 'a rule for viewers away from the load balancer, which speaks HTTP',
    make: () => {
      const { stack, loadBalancer } = region();
      const other = new Stack(App.of(stack), 'Other', { env: { region: 'us-east-1' } });
      return new GlobalEntryAccess(other, 'Access', { loadBalancer });
    },
    error: [
      'Other/Access:',
      '  - loadBalancer must listen for HTTPS, got HTTP; give it the certificate of the domain',
      '  - loadBalancer must be in the region of the stack, got one in eu-west-1; define this there',
    ],
  },
];
