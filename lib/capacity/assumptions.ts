/** One assumption of the capacity model, as rules, the command line and docs/growth.md need it. */
export interface Assumption {
  /** The property of a Workload. */
  readonly property: string;
  /** What it is, in a few words. */
  readonly meaning: string;
  readonly unit: string;
  readonly byDefault: number;
  readonly least: number;
  readonly most: number;
  /** Why it is what it is unless one knows better. */
  readonly reason: string;
}

/** Every number of users that rules accept: more than there are people on the internet. */
export const MOST_USERS = 10_000_000_000;

const share = { least: 0, most: 1, unit: 'share' } as const;
const perUser = { least: 0, most: 1_000_000_000_000, unit: 'bytes' } as const;
const BOOK = 'Back-of-the-envelope estimation, "System Design Interview", chapter 2';

/**
 * What the model assumes unless it is told otherwise, in the order in which one estimates by hand. None of it is measured: it gives
 * an order of magnitude on the first day, and gives way to measured figures one by one.
 */
export const ASSUMPTIONS: readonly Assumption[] = [
  {
    ...share,
    property: 'dailyShare',
    meaning: 'users of a month who come on a day',
    byDefault: 0.5,
    reason: `${BOOK}: half of the monthly users are there every day. High for most products, which errs to the safe side`,
  },
  {
    property: 'requestsPerUser',
    meaning: 'requests of a user who comes, in a day',
    unit: 'requests',
    least: 0.001,
    most: 1_000_000,
    byDefault: 20,
    reason: 'two visits of ten requests to a service; static files come on top and never reach a service',
  },
  {
    property: 'peakFactor',
    meaning: 'busiest time to average',
    unit: 'times',
    least: 1,
    most: 100,
    byDefault: 2,
    reason: `${BOOK}: peak is twice the average. More for products of one time zone, or with campaigns`,
  },
  {
    property: 'quietShare',
    ...share,
    meaning: 'quietest time to busiest',
    byDefault: 0.2,
    reason: 'a day of five to one between evening and night, as public traces of web traffic have it',
  },
  {
    property: 'readShare',
    ...share,
    meaning: 'requests that only read',
    byDefault: 0.9,
    reason:
      'most traffic is reads: ten reads to a write is what the same book estimates with (chapter 8), rounded down',
  },
  {
    property: 'requestsPerTask',
    meaning: 'requests that a task answers in a second when its CPU is full',
    unit: 'requests/s',
    least: 0.01,
    most: 1_000_000,
    byDefault: 50,
    reason:
      'a quarter of a CPU (TaskSize.SMALL) and 5 ms of CPU for a request. The first figure to replace by a load test',
  },
  {
    property: 'targetLoad',
    meaning: 'load that scaling aims at',
    unit: 'share',
    least: 0.1,
    most: 1,
    byDefault: 0.6,
    reason: 'the default of Scaling.onCpu: above it, latency grows faster than new tasks can come',
  },
  {
    property: 'headroom',
    meaning: 'limits to what the busiest time needs',
    unit: 'times',
    least: 1,
    most: 100,
    byDefault: 2,
    reason: 'half of the tasks may be in the zone that fails, and the other half is started anew before they are gone',
  },
  {
    property: 'queriesPerRequest',
    meaning: 'queries that a request needs, were there no cache',
    unit: 'queries',
    least: 0,
    most: 10_000,
    byDefault: 2,
    reason: 'one for what is asked, one for whether it is allowed',
  },
  {
    property: 'cacheHitShare',
    ...share,
    meaning: 'queries of reads that the cache answers',
    byDefault: 0.8,
    reason: 'a fifth of the data gets four fifths of the reads (Pareto), and that fifth is what the cache is sized for',
  },
  {
    property: 'queriesPerCapacityUnit',
    meaning: 'queries that a database capacity unit answers in a second when it is full',
    unit: 'queries/s',
    least: 0.1,
    most: 1_000_000,
    byDefault: 250,
    reason:
      'an assumption: a unit has about 2 GiB of memory and the CPU that goes with it (AWS), which on instances of 8 GiB a CPU is a quarter of one, and an indexed query takes a millisecond of CPU',
  },
  {
    ...perUser,
    property: 'databaseBytesPerUser',
    meaning: 'data of a monthly user in the database that a year adds',
    byDefault: 50_000,
    reason: 'a profile, and a record of a kilobyte for each of about 40 writes, with indexes',
  },
  {
    property: 'hotShare',
    ...share,
    meaning: 'data that most reads go to',
    byDefault: 0.2,
    reason:
      'the fifth of cacheHitShare: it should fit into the memory of the database, and what daily users have of it into the cache',
  },
  {
    ...perUser,
    property: 'uploadBytesPerUser',
    meaning: 'uploads of a monthly user in a year',
    byDefault: 2_000_000,
    reason: `two files of a megabyte, the size of a picture in ${BOOK}`,
  },
  {
    property: 'cacheCommandsPerRequest',
    meaning: 'commands to the cache that a request causes',
    unit: 'commands',
    least: 0,
    most: 10_000,
    byDefault: 3,
    reason: 'one for each query, and one that writes or invalidates',
  },
  {
    property: 'sessionReadsPerRequest',
    meaning: 'sessions read for a request',
    unit: 'reads',
    least: 0,
    most: 100,
    byDefault: 1,
    reason: 'any server answers any user, so each request asks the session store; 0 with signed tokens',
  },
  {
    property: 'sessionWritesPerRequest',
    meaning: 'sessions written for a request',
    unit: 'writes',
    least: 0,
    most: 100,
    byDefault: 0.1,
    reason: 'one login for each visit of ten requests',
  },
  {
    property: 'jobsPerRequest',
    meaning: 'messages to a queue that a request causes',
    unit: 'jobs',
    least: 0,
    most: 10_000,
    byDefault: 0.05,
    reason: 'every second write has work that can wait: mail, pictures, reports',
  },
  {
    property: 'jobsPerTask',
    meaning: 'messages that a task of a worker completes in a second',
    unit: 'jobs/s',
    least: 0.0001,
    most: 1_000_000,
    byDefault: 5,
    reason: '200 ms for each, one after the other',
  },
  {
    ...perUser,
    property: 'responseBytes',
    meaning: 'size of an answer of a service',
    byDefault: 10_000,
    reason: 'a page of JSON or HTML, compressed',
  },
  {
    property: 'staticRequestsPerRequest',
    meaning: 'static files that a request brings with it',
    unit: 'requests',
    least: 0,
    most: 10_000,
    byDefault: 2,
    reason: 'browsers keep what does not change; pictures are what is left',
  },
  {
    ...perUser,
    property: 'staticBytes',
    meaning: 'size of a static file',
    byDefault: 30_000,
    reason: 'a picture as pages show it',
  },
  {
    ...perUser,
    property: 'logBytesPerRequest',
    meaning: 'what a service logs for a request',
    byDefault: 500,
    reason: 'one line of JSON; what the distribution logs is counted by itself',
  },
];
