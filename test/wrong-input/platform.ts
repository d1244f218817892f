import { Duration, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Unchecked, WrongInput } from './wrong-input';
import {
  CacheKind,
  Capacity,
  DatabaseEngine,
  GrowthStage,
  Nat,
  Platform,
  RdsEngine,
  RegionMode,
  type EdgeDomain,
  type PlatformProps,
  type StageSettings,
} from '../../lib';
import { testApp } from '../support/test-app';

function platform(props: Unchecked<PlatformProps> = {}): Platform {
  return new Platform(testApp(), 'Shop', { name: 'shop', regions: ['eu-west-1'], ...props } as PlatformProps);
}

const SERVICE = { image: ecs.ContainerImage.fromRegistry('example.com/image'), port: 8080 };
const DOMAIN: EdgeDomain = {
  domainName: 'shop.example.com',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
};

export const PLATFORM: readonly WrongInput[] = [
  {
    wrong: 'everything at once, each by the name that it has in the properties of the platform',
    make: () =>
      platform({
        name: 'Shop',
        regions: ['eu-west-9'],
        account: '42',
        database: DatabaseEngine.auroraPostgres({ minCapacity: 8, maxCapacity: 4, readers: 16 }),
        cache: CacheKind.nodes({ replicasPerShard: 0 }),
        domain: { ...DOMAIN, domainName: 'shop.example.org' },
        nat: Nat.instance(new ec2.InstanceType('t3.nano')),
        zones: 4,
        browserOrigins: ['*'],
        runbookUrl: 'runbook.md',
        waf: 'no',
      }),
    error: [
      'Shop:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - regions[0] must be a region whose zones are known, got "eu-west-9"; use one of af-south-1, ap-east-1, ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-south-2, ap-southeast-1, ap-southeast-2, ap-southeast-3, ap-southeast-4, ca-central-1, ca-west-1, eu-central-1, eu-central-2, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-2, eu-west-3, il-central-1, me-central-1, me-south-1, sa-east-1, us-east-1, us-east-2, us-west-1, us-west-2',
      '  - zones must be a whole number between 2 and 3, got 4; one zone is no redundancy, and address space is reserved for three',
      '  - account must be the 12 digits of an AWS account, got "42"; leave it out for any account',
      '  - database.readers must be a whole number between 0 and 15, got 16; one writer feeds no more; divide the data over several databases',
      '  - database.minCapacity must be at most maxCapacity, got 8 with 4; lower one or raise the other',
      '  - cache.replicasPerShard must be a whole number between 1 and 5, got 0; a shard without a replica is lost with its zone, and ElastiCache allows no more than 5',
      '  - domain.domainName must be in the zone "example.com", got "shop.example.org"; name the zone that holds it in zoneName and hostedZoneId',
      '  - nat must be an instance of an arm64 type, got "t3.nano"; use one such as Nat.instance(new ec2.InstanceType("t4g.nano"))',
      '  - browserOrigins must hold origins without path or wildcard, https but for localhost, got "*"; use one such as https://www.example.com',
      '  - runbookUrl must be an HTTPS address of at most 512 characters without #, got "runbook.md"; alarms add the # and a heading; use one such as https://example.com/runbook.md',
      '  - waf must be true or false, got "no"; write true or false, without quotes',
    ],
  },
  {
    wrong: 'more services than fit into a stack',
    make: () => {
      const shop = platform();
      for (let n = 1; n <= 11; n++) {
        shop.addWebService(`Web${n}`, { ...SERVICE, paths: [`/${n}/*`] });
        shop.addWorker(`Jobs${n}`, SERVICE);
      }
      Stage.of(shop)?.synth();
    },
    error:
      'Shop/eu-west-1/Svc: services and workers must fit into a stack of 500 resources, got 587 with 11 web services and 11 workers; define some of them in stacks of your own, with WebService and WorkerService',
  },
  {
    wrong: 'no name',
    make: () => platform({ name: undefined }),
    error:
      'Shop: name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got undefined; choose a shorter or simpler name; it can never change once something is deployed',
  },
  {
    wrong: 'a name that buckets would not fit',
    make: () => platform({ name: 'a-name-beyond-twenty1' }),
    error:
      'Shop: name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "a-name-beyond-twenty1"; choose a shorter or simpler name; it can never change once something is deployed',
  },
  {
    wrong: 'no region',
    make: () => platform({ regions: [] }),
    error: 'Shop: regions must hold 1 to 6 regions, got []; name home first, such as ["eu-west-1"]',
  },
  {
    wrong: 'a region that is no list',
    make: () => platform({ regions: 'eu-west-1' }),
    error: 'Shop: regions must hold 1 to 6 regions, got "eu-west-1"; name home first, such as ["eu-west-1"]',
  },
  {
    wrong: 'two regions below stage global',
    make: () => platform({ regions: ['eu-west-1', 'us-east-1'] }),
    error:
      'Shop: regions must hold one region below stage global, got ["eu-west-1","us-east-1"]; name home alone, or use GrowthStage.GLOBAL',
  },
  {
    wrong: 'one region at stage global',
    make: () => platform({ stage: GrowthStage.GLOBAL.with({ zones: 2 }) }),
    error:
      'Shop: regions must hold 2 to 6 regions at stage global, got ["eu-west-1"]; add another region, or use GrowthStage.SCALE',
  },
  {
    wrong: 'more regions than the edge knows',
    make: () =>
      platform({
        stage: GrowthStage.GLOBAL,
        regions: ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'eu-south-1', 'eu-central-1', 'us-east-1'],
      }),
    error:
      'Shop: regions must hold 1 to 6 regions, got ["eu-west-1","eu-west-2","eu-west-3","eu-north-1","eu-south-1","eu-central-1","us-east-1"]; name home first, such as ["eu-west-1"]',
  },
  {
    wrong: 'a region that CloudFront could not be let into alone',
    make: () => platform({ regions: ['me-central-1'] }),
    error:
      'Shop: regions[0] must be a region whose prefix list of CloudFront is known, got "me-central-1"; use one of us-east-1, us-east-2, us-west-1, us-west-2, ca-central-1, sa-east-1, eu-central-1, eu-north-1, eu-west-1, eu-west-2, eu-west-3, ap-northeast-1, ap-northeast-2, ap-south-1, ap-southeast-1, ap-southeast-2',
  },
  {
    wrong: 'a queue that a service can send to at home alone',
    make: () => {
      const shop = platform({ stage: GrowthStage.GLOBAL, regions: ['eu-west-1', 'us-east-1'] });
      const web = shop.addWebService('Web', SERVICE);
      shop.addWorker('Jobs', SERVICE).queue.bindToService(web);
      Stage.of(shop)?.synth();
    },
    error:
      'Shop: QUEUE_JOBS_URL of Web must be set in every region, got it in eu-west-1 alone; let a worker be sent to with worker.bindToService(service), and add what else there is to the services of each platform.region(name)',
  },
  {
    wrong: 'a region twice, and one with fewer zones than are asked for',
    make: () => platform({ stage: GrowthStage.GLOBAL, zones: 3, regions: ['eu-west-1', 'us-west-1', 'eu-west-1'] }),
    error: [
      'Shop:',
      '  - regions must not repeat a region, got eu-west-1; name each region once',
      '  - zones must be at most 2 in us-west-1, got 3; lower it, or choose another region',
    ],
  },
  {
    wrong: 'what only several regions have, with one',
    make: () =>
      platform({
        regionMode: RegionMode.ACTIVE_ACTIVE,
        standbyFactor: 0.5,
        decidedByPerson: true,
        recoveryTime: Duration.minutes(5),
      }),
    error: [
      'Shop:',
      '  - regionMode must be left out with one region, got "active-active"; it says how several share the work',
      '  - standbyFactor must be left out with one region, got 0.5; it says how several share the work',
      '  - decidedByPerson must be left out with one region, got true; it says how several share the work',
      '  - regions must be two or more with a recovery objective, got ["eu-west-1"]; add a region, or leave the objective out: what is lost with the only region comes back from a backup',
    ],
  },
  {
    wrong: 'a recovery that the chosen parts cannot keep',
    make: () =>
      platform({
        stage: GrowthStage.GLOBAL,
        regions: ['eu-west-1', 'us-east-1'],
        database: DatabaseEngine.rdsPostgres(),
        recoveryTime: Duration.minutes(5),
        recoveryPoint: Duration.seconds(10),
      }),
    error: [
      'Shop:',
      '  - recoveryTime must be at least 765 seconds, got 300; promote takes 600 of them (detect 75 + decide 15 + scale 0 + promote 600 + route 75): use DatabaseEngine.auroraPostgres(), or allow more time',
      '  - recoveryPoint must be at least 30 seconds, got 10; copies of rds-postgres in other regions may be so far behind before an alarm says so: use DatabaseEngine.auroraPostgres(), or allow for more loss',
    ],
  },
  {
    wrong: 'a mode that there is not',
    make: () => platform({ stage: GrowthStage.GLOBAL, regions: ['eu-west-1', 'us-east-1'], regionMode: 'active' }),
    error: 'Shop: regionMode must be a RegionMode, got "active"; use RegionMode.ACTIVE_ACTIVE',
  },
  {
    wrong: 'a database that sleeps, in several regions',
    make: () =>
      platform({
        stage: GrowthStage.GLOBAL,
        regions: ['eu-west-1', 'us-east-1'],
        database: DatabaseEngine.auroraPostgres({ minCapacity: 0 }),
      }),
    error:
      'Shop: database.minCapacity must be at least 0.5 with several regions, got 0; a database that others follow never pauses',
  },
  {
    wrong: 'an unknown region',
    make: () => platform({ regions: ['constructor'] }),
    error:
      'Shop: regions[0] must be a region whose zones are known, got "constructor"; use one of af-south-1, ap-east-1, ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-south-2, ap-southeast-1, ap-southeast-2, ap-southeast-3, ap-southeast-4, ca-central-1, ca-west-1, eu-central-1, eu-central-2, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-2, eu-west-3, il-central-1, me-central-1, me-south-1, sa-east-1, us-east-1, us-east-2, us-west-1, us-west-2',
  },
  {
    wrong: 'more zones than the region has',
    make: () => platform({ regions: ['us-west-1'], zones: 3 }),
    error: 'Shop: zones must be at most 2 in us-west-1, got 3; lower it, or choose another region',
  },
  {
    wrong: 'more zones than there are addresses for',
    make: () => platform({ zones: 4 }),
    error:
      'Shop: zones must be a whole number between 2 and 3, got 4; one zone is no redundancy, and address space is reserved for three',
  },
  {
    wrong: 'an account that is a number',
    make: () => platform({ account: 123456789012 }),
    error: 'Shop: account must be the 12 digits of an AWS account, got 123456789012; leave it out for any account',
  },
  {
    wrong: 'the name of a database engine',
    make: () => platform({ database: 'aurora-postgres' }),
    error: 'Shop: database must be a DatabaseEngine, got "aurora-postgres"; use DatabaseEngine.auroraPostgres()',
  },
  {
    wrong: 'the engine of one product with the options of another',
    make: () => platform({ database: DatabaseEngine.rdsPostgres({ engine: RdsEngine.mysql() }) }),
    error:
      'Shop: database.engine must be postgres, got mysql; use DatabaseEngine.rdsPostgres() for PostgreSQL and DatabaseEngine.rdsMysql() for MySQL',
  },
  {
    wrong: 'a database version and size that do not exist',
    make: () =>
      platform({
        database: DatabaseEngine.rdsMysql({
          engine: RdsEngine.mysql(rds.MysqlEngineVersion.VER_5_7_44),
          instanceType: new ec2.InstanceType('t4g.nano'),
        }),
      }),
    error: [
      'Shop:',
      '  - database.engine must be mysql 8 or later, got 5.7.44; use a constant such as VER_17_7 of PostgreSQL or VER_8_4_7 of MySQL',
      '  - database.instanceType must be of a family that current PostgreSQL and MySQL run on, got t4g.nano; use t4g.micro or larger, m7g, r7g or the like',
    ],
  },
  {
    wrong: 'a replicated cache of small nodes that scale, which cannot grow to what is asked, in too many regions',
    make: () =>
      platform({
        stage: GrowthStage.GLOBAL,
        regions: ['eu-west-1', 'us-east-1', 'eu-central-1', 'ap-northeast-1'],
        cache: CacheKind.globalDatastore(
          { nodeType: new ec2.InstanceType('t4g.small'), shards: 2, maxReplicasPerShard: 3 },
          { nodeType: new ec2.InstanceType('m4.large'), shards: 1 },
        ),
      }),
    error: [
      'Shop:',
      '  - cache.nodeType must be one that ElastiCache scales when maxReplicasPerShard is set, got t4g.small; use large, xlarge or 2xlarge of m5, m6g, m7g, r5, r6g, r7g or c7gn, or leave maxReplicasPerShard out',
      '  - cache.nodeType must have nodes that ElastiCache replicates to other regions, got t4g.small; use large or larger of m5, m6g, m7g, r5, r6g, r7g or c7gn',
      '  - cache.maxReplicasPerShard must leave the number of replicas fixed, got one that scales; ElastiCache does not scale members of a global datastore, set replicasPerShard alone',
      '  - cache.grown.nodeType must have nodes that ElastiCache replicates to other regions, got m4.large; use large or larger of m5, m6g, m7g, r5, r6g, r7g or c7gn',
      '  - cache.grown.shards must be a whole number between 2 and 90, got 1; shards that are there are not taken away by a deployment',
      '  - cache.globalDatastore must be copied to 2 other regions at most, got 3; have a cache for each region with CacheKind.nodes()',
    ],
  },
  {
    wrong: 'the name of a cache',
    make: () => platform({ cache: 'nodes' }),
    error: 'Shop: cache must be a CacheKind, got "nodes"; use CacheKind.serverless()',
  },
  {
    wrong: 'a serverless cache beyond its limits',
    make: () => platform({ cache: CacheKind.serverless({ maxDataGigabytes: 5001 }) }),
    error:
      'Shop: cache.maxDataGigabytes must be a whole number between 1 and 5000, got 5001; ElastiCache offers no less and no more; spread more data over several caches',
  },
  {
    wrong: 'a domain without a hosted zone',
    make: () => platform({ domain: { domainName: 'shop.example.com' } }),
    error: [
      'Shop:',
      '  - domain.hostedZoneId must be given, got undefined; a domain needs the public hosted zone that holds it, as it is never looked up',
      '  - domain.zoneName must be given, got undefined; a domain needs the public hosted zone that holds it, as it is never looked up',
    ],
  },
  {
    wrong: 'the name of a NAT',
    make: () => platform({ nat: 'gateway' }),
    error: 'Shop: nat must be a Nat, got "gateway"; use Nat.gateway()',
  },
  {
    wrong: 'a flag as text',
    make: () => platform({ disposable: 'false' }),
    error: 'Shop: disposable must be true or false, got "false"; write true or false, without quotes',
  },
  {
    wrong: 'the name of a stage',
    make: () => platform({ stage: 'launch' }),
    error: 'Shop: stage must be a GrowthStage, got "launch"; use GrowthStage.LAUNCH',
  },
  {
    wrong: 'settings of a stage, each said once and by its name in the stage',
    make: () =>
      platform({
        stage: GrowthStage.SCALE.with({
          zones: 4,
          nat: Nat.instance(new ec2.InstanceType('t3.nano')),
          aurora: { maxCapacity: 300 },
          rds: { readers: 16 },
          serverlessCache: { maxDataGigabytes: 0 },
          nodeCache: { shards: 91 },
          webService: { minTasks: 0 },
          worker: { minTasks: 200, capacity: Capacity.spotAbove(1) },
          backup: false,
          crossRegionBackup: true,
        }),
      }),
    error: [
      'Shop:',
      '  - stage.zones must be a whole number between 2 and 3, got 4; one zone is no redundancy, and address space is reserved for three',
      '  - stage.nat must be an instance of an arm64 type, got "t3.nano"; use one such as Nat.instance(new ec2.InstanceType("t4g.nano"))',
      '  - stage.aurora.maxCapacity must be between 1 and 256, got 300; beyond it, divide the data over several databases',
      '  - stage.rds.readers must be a whole number between 0 and 15, got 16; one writer feeds no more; divide the data over several databases',
      '  - stage.serverlessCache.maxDataGigabytes must be a whole number between 1 and 5000, got 0; ElastiCache offers no less and no more; spread more data over several caches',
      '  - stage.nodeCache.shards must be a whole number between 1 and 90, got 91; spread more data over several caches',
      '  - stage.nodeCache.shards must not need more than 500 nodes, got 546; lower shards or the replicas of each, or use several caches',
      '  - stage.webService.minTasks must be a whole number between 1 and 5000, got 0; a service has at most 5000 tasks',
      '  - stage.worker.minTasks must be at most maxTasks, got 200 with maxTasks 100; lower minTasks or raise maxTasks',
      '  - stage.worker.capacity.onDemandBase must be at least minTasks, got 1 with minTasks 200; Spot tasks are stopped at short notice, and not replaced while Spot is short',
      '  - stage.backup must be true with crossRegionBackup, got false; there would be nothing to copy',
    ],
  },
  {
    wrong: 'a setting of a stage that is of another kind',
    make: () =>
      platform({ stage: GrowthStage.LAUNCH.with({ worker: { capacity: 'spot' } } as unknown as StageSettings) }),
    error: 'Shop: stage.worker.capacity must be a Capacity, got "spot"; use Capacity.onDemand()',
  },
  {
    wrong: 'a workload that is a number of users',
    make: () => platform({ workload: 10_000 }),
    error: 'Shop: workload must be a Workload, got 10000; use new Workload({ monthlyUsers: 10000 })',
  },
  {
    wrong: 'options of a database that contradict its stage without contradicting each other',
    make: () =>
      platform({
        stage: GrowthStage.SCALE,
        database: DatabaseEngine.auroraPostgres({ minCapacity: 128, readers: 15 }),
      }),
    error: 'Shop: database.minCapacity must be at most maxCapacity, got 128 with 64; lower one or raise the other',
  },
  {
    wrong: 'a task count that contradicts its stage',
    make: () => {
      const shop = platform({ stage: GrowthStage.LAUNCH });
      shop.addWebService('Web', { ...SERVICE, minTasks: 5 });
    },
    error:
      'Shop/eu-west-1/Svc/Services/Web: minTasks must be at most maxTasks, got 5 with maxTasks 4; lower minTasks or raise maxTasks',
  },
  {
    wrong: 'copies of backups that there are not',
    make: () => platform({ backup: false, crossRegionBackup: true }),
    error: 'Shop: backup must be true with crossRegionBackup, got false; there would be nothing to copy',
  },
  {
    wrong: 'copies in the region that they are copies of',
    make: () => platform({ crossRegionBackup: true, backupCopyRegion: 'eu-west-1' }),
    error: 'Shop: backupCopyRegion must not be that of the backups, got "eu-west-1"; choose another one',
  },
  {
    wrong: 'copies on a continent with one region',
    make: () => platform({ regions: ['sa-east-1'], stage: GrowthStage.SCALE }),
    error:
      'Shop: backupCopyRegion must be given in sa-east-1, got undefined; no other region of its country or continent is known: name one that the data may be in, or set crossRegionBackup to false',
  },
  {
    wrong: 'a region that it does not have',
    make: () => platform().region('us-east-1'),
    error: 'Shop: region must be one of the platform\'s, got "us-east-1"; use eu-west-1',
  },
  {
    wrong: 'a worker with the name of a web service',
    make: () => {
      const shop = platform();
      shop.addWebService('Mail', SERVICE);
      shop.addWorker('mail', { image: SERVICE.image });
    },
    error:
      'Shop: serviceName must be unique among web services and workers, got "mail" twice; use another id, or set serviceName',
  },
  {
    wrong: 'a service without an id',
    make: () => platform().addWebService('', SERVICE),
    error: 'Shop: id must not be empty, got ""; names are derived from it, use one such as Web',
  },
  {
    wrong: 'a service whose derived name is too long',
    make: () => platform().addWebService('ThumbnailsOfProducts2', SERVICE),
    error:
      'Shop/eu-west-1/Svc/Services/ThumbnailsOfProducts2: serviceName must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "thumbnails-of-products2"; choose a shorter or simpler name; it can never change once something is deployed',
  },
  {
    wrong: 'a service that is bound to the same thing twice',
    make: () => {
      const shop = platform();
      shop.addWebService('Web', { ...SERVICE, bindings: [shop.sessions, shop.sessions] });
    },
    error:
      'Shop/eu-west-1/Svc/Services/Web/Core/Task: variable SESSION_TABLE must be set once, got it twice; rename yours, or bind the resource only once',
  },
  {
    wrong: 'a worker whose queue gives up before the first try',
    make: () => platform().addWorker('Mail', { image: SERVICE.image, maxReceiveCount: 0 }),
    error:
      'Shop/eu-west-1/Data/Queues/Mail: maxReceiveCount must be a whole number between 1 and 1000, got 0; SQS counts up to 1000',
  },
];
