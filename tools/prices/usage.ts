import { assumptionsOf, type Assumptions } from '../../lib/capacity/workload';
import type { Workload } from '../../lib';
import { DATA_BYTES_A_UNIT, LIMITS } from '../../lib/capacity/needs';
import type { Sizing } from '../../lib/capacity/sizing';
import { costLine, figure, type CostLine, type Item } from './lines';
import type { Model } from '../review/model/model';
import { DRIVERS, type Driver } from '../review/sections/drivers';

/** Seconds without a connection after which the database sleeps, and a worker with nothing to do (their defaults). */
const SLEEPS_AFTER = 300;

/** Least capacity of a database that is awake. */
const LEAST_AWAKE = 0.5;

/** Requests for which a user agent opens a connection: what a capacity unit of a load balancer allows 25 of in a second. */
const REQUESTS_A_CONNECTION = 10;
const CONNECTIONS_A_UNIT = 25;

/** Requests to SQS for a message: sent, received, deleted. */
const REQUESTS_A_JOB = 3;

/** What the distribution logs for a request (Edge). */
const EDGE_LOG_BYTES = 500;

/** What a session takes. */
const SESSION_BYTES = 1000;

const GB = 1e9;

/** What a workload is, what it comes to, and the platform that it comes to. */
export interface Usage {
  readonly workload: Workload;
  readonly sizing: Sizing;
  readonly model: Model;
  readonly region: string;
}

/** What users add to the bill of an idle platform in a month, once there is a year of data. */
export function usageLines(usage: Usage): CostLine[] {
  return [
    ...taskLines(usage),
    ...databaseLines(usage),
    ...cacheLines(usage),
    ...requestLines(usage),
    ...storageLines(usage),
    ...UNKNOWN.map(([group, title, arithmetic]) => ({ id: title, group, title, arithmetic })),
  ];
}

/** The share of the month in which a worker has something to do, or has not waited for long. */
export function busyShare({ sizing, workload }: Pick<Usage, 'sizing' | 'workload'>): number {
  return awakeShare(sizing.demand.averageRequestsPerSecond * assumptionsOf(workload).jobsPerRequest);
}

/** Events that come by chance: the share of time that is less than the time to sleep away from the last one. */
function awakeShare(perSecond: number): number {
  return 1 - Math.exp(-perSecond * SLEEPS_AFTER);
}

/** What nothing in a template or a workload tells. */
const UNKNOWN: readonly (readonly [group: string, title: string, why: string])[] = [
  ['transfer', 'Data through the NAT, and between zones', 'depends on what services call, and on where they run'],
  ['metrics', 'Reading of metrics and traces', 'depends on who looks'],
];

function taskLines({ workload, sizing, model, region }: Usage): CostLine[] {
  const is = assumptionsOf(workload);
  const { demand, stage } = sizing;
  const { webService, worker } = stage.settings;
  const [task] = driversOf(model, 'task');
  const web = demand.averageRequestsPerSecond / (is.requestsPerTask * is.targetLoad);
  const jobs = (demand.averageRequestsPerSecond * is.jobsPerRequest) / (is.jobsPerTask * is.targetLoad);
  const working = Math.max(jobs, busyShare({ sizing, workload }));
  return [
    beyond('Web tasks', web, webService?.minTasks ?? 0, task, region),
    beyond('Tasks of workers', working, worker?.minTasks ?? 0, task, region),
  ].flat();
}

function beyond(what: string, average: number, least: number, task: Driver, region: string): CostLine[] {
  const more = average - least;
  if (more <= 0) return [];
  const { vcpu, gigabytes, architecture } = task.details ?? {};
  const kind = architecture === 'ARM64' ? 'arm64' : 'x86';
  const of = (amount: unknown) => ({
    amount: more * Number(amount),
    amountText: `${figure(more)} x ${String(amount)}`,
  });
  const title = `${what} beyond the minimum, on average`;
  return [
    costLine(
      { id: title, group: 'task', title },
      [
        { price: `fargate-${kind}-vcpu`, ...of(vcpu) },
        { price: `fargate-${kind}-memory`, ...of(gigabytes) },
      ],
      region,
    ),
  ];
}

/** Units that the database uses on average beyond those that it has when nobody comes. Servers of a fixed size have no such thing. */
function databaseLines({ workload, sizing, model, region }: Usage): CostLine[] {
  const is = assumptionsOf(workload);
  const instances = driversOf(model, 'database instance');
  const minimum = Number(instances[0]?.details?.minimum ?? NaN);
  if (Number.isNaN(minimum)) return [];
  const { demand } = sizing;
  const perRequest = is.queriesPerRequest * (1 - is.readShare + is.readShare * (1 - is.cacheHitShare));
  const queries = (demand.averageRequestsPerSecond * perRequest) / (is.queriesPerCapacityUnit * is.targetLoad);
  // Each instance keeps the hot data in memory; the queries are divided among them.
  const memory = Math.min(LIMITS.capacityUnits, demand.hotDatabaseBytes / DATA_BYTES_A_UNIT);
  const each = Math.max(LEAST_AWAKE, minimum, memory, queries / instances.length);
  const awake = minimum > 0 ? 1 : awakeShare(demand.averageRequestsPerSecond);
  const more = instances.length * (each * awake - minimum);
  const title = 'Capacity of the database beyond the minimum, on average';
  const amountText = `${instances.length} x ${figure(each * awake - minimum)}`;
  return more > 0
    ? [
        costLine(
          { id: title, group: 'database instance', title },
          [{ price: capacityPrice(instances[0]), amount: more, amountText }],
          region,
        ),
      ]
    : [];
}

function capacityPrice({ details }: Driver): string {
  return details?.storage === 'aurora-iopt1' ? 'aurora-capacity-io-optimized' : 'aurora-capacity';
}

function cacheLines({ workload, sizing, model, region }: Usage): CostLine[] {
  const [cache] = driversOf(model, 'serverless cache');
  if (!cache) return [];
  const is = assumptionsOf(workload);
  const { demand } = sizing;
  const more = Math.max(0, demand.cacheBytes / GB - Number(cache.details?.gigabytes));
  const items: Item[] = [
    ...(more > 0 ? [{ price: 'cache-serverless-storage', amount: more }] : []),
    { price: 'cache-serverless-units', amount: demand.requestsPerMonth * is.cacheCommandsPerRequest },
  ];
  const title = 'Cache: data beyond the minimum, and commands';
  return [costLine({ id: title, group: 'serverless cache', title }, items, region)];
}

function requestLines({ workload, sizing, model, region }: Usage): CostLine[] {
  const is = assumptionsOf(workload);
  const { requestsPerMonth: requests, averageRequestsPerSecond: perSecond } = sizing.demand;
  const all = requests * (1 + is.staticRequestsPerRequest);
  const gigabytes = (requests * (is.responseBytes + is.staticRequestsPerRequest * is.staticBytes)) / GB;
  const units = Math.max(
    perSecond / REQUESTS_A_CONNECTION / CONNECTIONS_A_UNIT,
    (perSecond * is.responseBytes * 3600) / GB,
  );
  const jobs = requests * is.jobsPerRequest;
  const line = (group: string, title: string, items: Item[]) => costLine({ id: title, group, title }, items, region);
  return [
    line('distribution', 'Distribution: data to users, all at the price of the first 10 TB', [
      { price: 'cloudfront-data', amount: gigabytes },
    ]),
    line('distribution', 'Distribution: requests', [{ price: 'cloudfront-requests', amount: all }]),
    ...(model.ofType('AWS::WAFv2::WebACL').length > 0
      ? [line('firewall', 'Firewall: requests', [{ price: 'firewall-requests', amount: all }])]
      : []),
    line('load balancer', 'Load balancer: capacity units', [{ price: 'load-balancer-capacity', amount: units }]),
    line('sessions', 'Sessions: reads and writes', [
      { price: 'dynamodb-reads', amount: requests * is.sessionReadsPerRequest },
      { price: 'dynamodb-writes', amount: requests * is.sessionWritesPerRequest },
    ]),
    line('queue', 'Queue: requests', [{ price: 'sqs-requests', amount: jobs * REQUESTS_A_JOB }]),
    line('logs', 'Logs of services, kept for a year', logItems(requests * is.logBytesPerRequest)),
    line('logs', 'Log of the distribution', [{ price: 'log-ingest', amount: (all * EDGE_LOG_BYTES) / GB }]),
  ];
}

function logItems(bytesPerMonth: number): Item[] {
  return [
    { price: 'log-ingest', amount: bytesPerMonth / GB },
    { price: 'log-storage', amount: (12 * bytesPerMonth) / GB },
  ];
}

function storageLines({ workload, sizing, model, region }: Usage): CostLine[] {
  const is: Assumptions = assumptionsOf(workload);
  const { demand } = sizing;
  const uploads = demand.uploadBytesPerYear / GB;
  const sessions = (is.monthlyUsers * SESSION_BYTES) / GB;
  const line = (group: string, title: string, items: Item[]) => costLine({ id: title, group, title }, items, region);
  return [
    ...databaseStorage(inputAndOutputOf(is, demand.requestsPerMonth), demand.databaseBytesPerYear / GB, model, line),
    line('uploads', 'Uploads: storage after a year, and writes of 1 MB each', [
      { price: 's3-storage', amount: uploads },
      { price: 's3-writes', amount: (uploads * 1000) / 12 },
    ]),
    line('sessions', 'Sessions: storage and recovery', [
      { price: 'dynamodb-storage', amount: sessions },
      { price: 'dynamodb-recovery', amount: sessions },
    ]),
    ...(model.ofType('AWS::Backup::BackupPlan').length > 0
      ? [
          line('backup', 'Backups of the database', [
            { price: 'backup-storage', amount: demand.databaseBytesPerYear / GB },
          ]),
        ]
      : []),
  ];
}

/** Each write is one, and each read of what is not hot. */
function inputAndOutputOf(is: Assumptions, requests: number): number {
  const queries = requests * is.queriesPerRequest;
  return queries * (1 - is.readShare) + queries * is.readShare * (1 - is.cacheHitShare) * (1 - is.hotShare);
}

function databaseStorage(
  inputAndOutput: number,
  gigabytes: number,
  model: Model,
  line: (group: string, title: string, items: Item[]) => CostLine,
): CostLine[] {
  const group = 'database storage';
  const [first] = driversOf(model, group);
  const type = String(first?.details?.type ?? '');
  const title = 'Database: storage after a year';
  if (type === 'aurora-iopt1')
    return [line(group, title, [{ price: 'aurora-storage-io-optimized', amount: gigabytes }])];
  if (type === 'aurora') {
    return [
      line(group, title, [{ price: 'aurora-storage', amount: gigabytes }]),
      line(group, 'Database: input and output', [{ price: 'aurora-io', amount: inputAndOutput }]),
    ];
  }
  return [];
}

function driversOf(model: Model, name: string): Driver[] {
  return model.resources
    .flatMap((resource) => DRIVERS[resource.type]?.(resource, model) ?? [])
    .filter(({ driver, quantity }) => driver === name && quantity > 0);
}
