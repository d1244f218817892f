import { App } from 'aws-cdk-lib';
import { readConfig } from '../../bin/config';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from '../../bin/samples';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CacheKind, DatabaseEngine, Nat, Platform, TaskSize } from '../../lib';

/** The databases of the reference app after a year of growth. */
const DATABASES: Readonly<Record<string, DatabaseEngine>> = {
  'aurora-postgres': DatabaseEngine.auroraPostgres({ readers: 3, maxCapacity: 64 }),
  'rds-postgres': DatabaseEngine.rdsPostgres({ readers: 3, instanceType: new ec2.InstanceType('r8g.large') }),
  'rds-mysql': DatabaseEngine.rdsMysql({ readers: 3, instanceType: new ec2.InstanceType('r8g.large') }),
};

const CACHES: Readonly<Record<string, CacheKind>> = {
  serverless: CacheKind.serverless({ maxDataGigabytes: 100, maxProcessingUnitsPerSecond: 100_000 }),
  nodes: CacheKind.nodes({ shards: 2 }),
};

/**
 * The reference app grown: more readers and a larger cache, a NAT gateway in each zone, more and larger tasks, a release
 * command, a second service and a second worker. It is deployed over `bin/app.ts`, with the same context.
 */
function buildGrownShop(app: App): Platform {
  const { name, regions, disposable } = readConfig(app);
  const platform = new Platform(app, 'Shop', {
    name,
    regions,
    disposable,
    database: DATABASES[String(app.node.tryGetContext('database') ?? 'aurora-postgres')],
    cache: CACHES[String(app.node.tryGetContext('cache') ?? 'serverless')],
    nat: Nat.gatewayPerZone(),
  });
  const web = platform.addWebService('Web', {
    ...SAMPLE_WEB_SERVICE,
    size: TaskSize.of(1024, 2048),
    minTasks: 4,
    maxTasks: 40,
    release: { command: ['true'] },
  });
  platform.addWebService('Admin', { ...SAMPLE_WEB_SERVICE, paths: ['/admin', '/admin/*'] });
  const jobs = platform.addWorker('Jobs', { ...SAMPLE_WORKER, maxTasks: 50 });
  const mails = platform.addWorker('Mails', { ...SAMPLE_WORKER, minTasks: 0 });
  [jobs, mails].forEach((worker) => worker.bindToService(web));
  return platform;
}

buildGrownShop(new App());
