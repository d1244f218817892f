import { ASSUMPTIONS, MOST_USERS } from './assumptions';
import { InvalidInputError, numberBetween, refuse, shown, wholeNumber, type Rule } from '../private/validate';

/** What is known, or assumed, of those who use a product. docs/growth.md says why each default is what it is. */
export interface WorkloadProps {
  /** Users who come at least once in a month, 1 or more. */
  readonly monthlyUsers: number;

  /**
   * Share of the monthly users who come on a day, 0 to 1.
   *
   * @default 0.5
   */
  readonly dailyShare?: number;

  /**
   * Requests to services of a user who comes, in a day. Static files are not among them.
   *
   * @default 20
   */
  readonly requestsPerUser?: number;

  /**
   * How many times the average the busiest time is, 1 to 100.
   *
   * @default 2
   */
  readonly peakFactor?: number;

  /**
   * Share of the busiest time's load that the quietest time has, 0 to 1.
   *
   * @default 0.2
   */
  readonly quietShare?: number;

  /**
   * Share of the requests that only read, 0 to 1.
   *
   * @default 0.9
   */
  readonly readShare?: number;

  /**
   * Requests that a task answers in a second when its CPU is full. Measure it: everything else follows from it. When it is given, web
   * services follow the load of each task by it: it is their `ratedRequestsPerSecond` unless they have one of their own.
   *
   * @default 50
   */
  readonly requestsPerTask?: number;

  /**
   * Share of what is full that scaling aims at, 0.1 to 1.
   *
   * @default 0.6
   */
  readonly targetLoad?: number;

  /**
   * How many times what the busiest time needs the limits allow, 1 to 100.
   *
   * @default 2
   */
  readonly headroom?: number;

  /**
   * Queries that a request needs, were there no cache.
   *
   * @default 2
   */
  readonly queriesPerRequest?: number;

  /**
   * Share of the queries of reads that the cache answers, 0 to 1.
   *
   * @default 0.8
   */
  readonly cacheHitShare?: number;

  /**
   * Queries that a capacity unit of the database (about 2 GiB of memory) answers in a second when it is full.
   *
   * @default 250
   */
  readonly queriesPerCapacityUnit?: number;

  /**
   * Bytes in the database that a year adds for each monthly user.
   *
   * @default 50000
   */
  readonly databaseBytesPerUser?: number;

  /**
   * Share of the data that most reads go to, 0 to 1.
   *
   * @default 0.2
   */
  readonly hotShare?: number;

  /**
   * Bytes that a monthly user uploads in a year.
   *
   * @default 2000000
   */
  readonly uploadBytesPerUser?: number;

  /**
   * Commands to the cache that a request causes.
   *
   * @default 3
   */
  readonly cacheCommandsPerRequest?: number;

  /**
   * Sessions that are read for a request.
   *
   * @default 1
   */
  readonly sessionReadsPerRequest?: number;

  /**
   * Sessions that are written for a request.
   *
   * @default 0.1
   */
  readonly sessionWritesPerRequest?: number;

  /**
   * Messages to a queue that a request causes.
   *
   * @default 0.05
   */
  readonly jobsPerRequest?: number;

  /**
   * Messages that a task of a worker completes in a second.
   *
   * @default 5
   */
  readonly jobsPerTask?: number;

  /**
   * Bytes of an answer of a service, compressed.
   *
   * @default 10000
   */
  readonly responseBytes?: number;

  /**
   * Static files that a request brings with it.
   *
   * @default 2
   */
  readonly staticRequestsPerRequest?: number;

  /**
   * Bytes of a static file.
   *
   * @default 30000
   */
  readonly staticBytes?: number;

  /**
   * Bytes that a service logs for a request.
   *
   * @default 500
   */
  readonly logBytesPerRequest?: number;
}

/**
 * How many users a product has and what they do: what a platform can be sized from. The number of users is the only thing that has
 * to be known; every assumption can be replaced.
 *
 * `npx ztm size --users 1000000` shows what comes of it.
 *
 * @example
 * const app = new App();
 * new Platform(app, 'Shop', {
 *   name: 'shop-prod',
 *   regions: ['eu-west-1'],
 *   workload: new Workload({ monthlyUsers: 250_000, requestsPerTask: 120 }),
 * });
 */
export class Workload {
  /** What was given, and the defaults for the rest. */
  public readonly assumptions: WorkloadProps;

  /**
   * What was given: an assumption that somebody has replaced is a fact.
   *
   * @internal
   */
  public readonly _given: WorkloadProps;

  constructor(props: WorkloadProps) {
    const broken = workloadRules(props).filter((rule) => rule !== undefined);
    // Node shows the line that throws above an error that nobody catches, unless it holds this marker: it is not the caller's.
    if (broken.length > 0) throw new InvalidInputError('Workload', broken); // node-do-not-add-exception-line
    this.assumptions = complete(props);
    this._given = props;
  }
}

/** The properties of a workload with every default filled in. */
export type Assumptions = Required<WorkloadProps>;

/** The same object, typed as what its constructor made of it. */
export function assumptionsOf(workload: Workload): Assumptions {
  return workload.assumptions as Assumptions;
}

function complete(props: WorkloadProps): Assumptions {
  const given = props as unknown as Readonly<Record<string, number | undefined>>;
  const values = ASSUMPTIONS.map(({ property, byDefault }) => [property, given[property] ?? byDefault] as const);
  return { monthlyUsers: props.monthlyUsers, ...Object.fromEntries(values) } as Assumptions;
}

function workloadRules(props: WorkloadProps): Rule[] {
  const given = props as unknown as Readonly<Record<string, number | undefined>>;
  const known = ['monthlyUsers', ...ASSUMPTIONS.map(({ property }) => property)];
  const unknown = Object.keys(props).filter((property) => !known.includes(property));
  return [
    ...unknown.map(
      (property) =>
        `${property} must be an assumption of a workload, got ${shown(given[property])}; use one of ${known.join(', ')}`,
    ),
    refuse(props.monthlyUsers === undefined, 'monthlyUsers must be given, got undefined; estimate it'),
    wholeNumber('monthlyUsers', props.monthlyUsers, 1, MOST_USERS, 'count those who come at least once in a month'),
    ...ASSUMPTIONS.map(({ property, least, most, meaning }) =>
      numberBetween(property, given[property], least, most, `it is: ${meaning}`),
    ),
  ];
}
