import type { Duration } from 'aws-cdk-lib';
import type { CacheKind } from './cache-kind';
import type { DatabaseEngine } from './database-engine';
import type { GrowthStage } from './growth-stage';
import type { Workload } from '../capacity';
import type { RegionMode } from '../contract/region-plan/plan';
import type { EdgeDomain } from '../edge';
import type { Nat } from '../network';
import type { IServiceBinding } from '../service';
import type { WebServiceOptions } from '../web';
import type { WorkerOptions } from '../worker';

/** Properties for defining a Platform. */
export interface PlatformProps {
  /**
   * Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. It becomes part of every physical name and
   * can never change; use another one for each environment, such as `shop-prod` and `shop-test`.
   */
  readonly name: string;

  /**
   * Regions, the first of which is home: one, or 2 to 6 with `GrowthStage.GLOBAL`. Home can never change. **Once the platform is deployed, add
   * one region with each deployment** (`npx ztm waves` names them, docs/regions.md tells how); a region that leaves the list has to be
   * evacuated first.
   */
  readonly regions: string[];

  /**
   * How several regions share the work. Whichever it is, each is able to carry the load of another that is lost.
   *
   * @default RegionMode.ACTIVE_ACTIVE
   */
  readonly regionMode?: RegionMode;

  /**
   * Part of home's tasks that each standby always has, 0.1 to 1. Only with `RegionMode.ACTIVE_PASSIVE`. With less than 1 the rest has to be
   * started when home is lost, which takes a minute and a half and may fail if everybody asks for it then.
   *
   * @default 0.5
   */
  readonly standbyFactor?: number;

  /**
   * Whether a person has to approve that a region is given up: the alarm proposes it then, and somebody starts and approves the plan
   * `<name>-recovery` of ARC Region switch, which takes about five minutes more. Otherwise the alarm starts it when one of the first two regions
   * is unhealthy for its users and the other is not. The way back always asks a person. The plan costs 70 dollars a month (list price).
   *
   * @default false
   */
  readonly decidedByPerson?: boolean;

  /**
   * How long the sudden loss of home may be felt. The app is refused if the sum of what has to happen takes longer, by the figures of
   * docs/regions.md: 285 seconds with Aurora and `RegionMode.ACTIVE_ACTIVE`. 75 of them are for finding the loss, which the probes
   * of the other regions do (docs/adr/0034-region-probe.md).
   *
   * @default - nothing is promised
   */
  readonly recoveryTime?: Duration;

  /**
   * How much of what was written last may be lost with home. The app is refused if copies in other regions may be further behind before an
   * alarm says so: 5 seconds with Aurora, 30 with plain RDS.
   *
   * @default - nothing is promised
   */
  readonly recoveryPoint?: Duration;

  /**
   * Account to deploy to, 12 digits.
   *
   * @default - the account of the credentials that deploy
   */
  readonly account?: string;

  /**
   * How large it is: what its other properties, and those of services, are unless they are given. Moving up never loses data.
   *
   * @default - GrowthStage.GROWTH, or the stage for the users of `workload`
   */
  readonly stage?: GrowthStage;

  /**
   * Users and what they do, from which sizes and limits are computed: `new Workload({ monthlyUsers: 100_000 })`. It raises what the stage
   * has too little of, and lowers nothing. Properties of the platform and of services win over it.
   *
   * @default - sizes and limits are those of the stage
   */
  readonly workload?: Workload;

  /**
   * The database. Aurora and plain RDS cannot be converted into each other in place.
   *
   * @default DatabaseEngine.auroraPostgres()
   */
  readonly database?: DatabaseEngine;

  /**
   * Databases that the data is divided over (`ShardedDatabase`), 1 to 64, from `GrowthStage.SCALE` upwards and with PostgreSQL alone. The first
   * is the database as it is without shards; each further one is a stack `Shard<n>` of its own in every region, of the same size. Shards are
   * only ever added, and hold nothing until `npx ztm reshard` gives them slots; one that leaves has to be drained first, and stays behind.
   *
   * With the second shard the first one is told to replicate logically: **restart its instances** in a maintenance window, readers first
   * (the plan says so). It can no longer pause.
   *
   * @default 1
   */
  readonly shards?: number;

  /**
   * The cache.
   *
   * @default CacheKind.serverless()
   */
  readonly cache?: CacheKind;

  /**
   * Domain of one's own. With it, certificates and records are created, and HTTPS is spoken all the way to the load balancer.
   *
   * @default - the distribution's own domain, and HTTP between CloudFront and the load balancer
   */
  readonly domain?: EdgeDomain;

  /**
   * Whether AWS's managed firewall rules and a rate limit stand in front. About 9 dollars a month and 0.60 dollars for each
   * million requests.
   *
   * @default - as the stage says: true in GROWTH
   */
  readonly waf?: boolean;

  /**
   * Paths of services whose answers CloudFront keeps for as long as their `Cache-Control` says, up to 20, such as `/images/*`. These
   * requests arrive without cookies and without `Authorization`.
   *
   * @default - none
   */
  readonly cachedPaths?: string[];

  /**
   * Whether one regional cache of CloudFront, the one nearest to where answers come from, asks for static files and `cachedPaths` for
   * all others: a file is fetched once, and not once for each part of the world. CloudFront charges for requests to it.
   *
   * @default - as the stage says: false in GROWTH
   */
  readonly originShield?: boolean;

  /**
   * Whether AWS Backup keeps copies of the database beside its own point-in-time recovery.
   *
   * @default - as the stage says: true in GROWTH
   */
  readonly backup?: boolean;

  /**
   * Whether each backup is copied into another region, where a vault of its own survives the loss of this one. Needs `backup`. About
   * 0.02 dollars for each gigabyte that is copied, and again what a backup costs (list prices).
   *
   * @default - as the stage says: false in GROWTH
   */
  readonly crossRegionBackup?: boolean;

  /**
   * Region that backups are copied to, where they are. It has to be bootstrapped, and some have to be enabled in the account first.
   * Copies that are in another region stay there when this changes.
   *
   * @default - another region of the same country or continent, such as eu-central-1 for eu-west-1
   */
  readonly backupCopyRegion?: string;

  /**
   * How tasks reach the internet.
   *
   * @default - as the stage says: Nat.gateway() in GROWTH
   */
  readonly nat?: Nat;

  /**
   * Number of Availability Zones, 2 or 3. Can be raised later.
   *
   * @default - as the stage says, as far as the region has them: 2 in GROWTH
   */
  readonly zones?: number;

  /**
   * Origins of web pages that send uploads straight from the browser, such as `https://www.example.com`.
   *
   * @default - none
   */
  readonly browserOrigins?: string[];

  /**
   * Address of the runbook whose headings the alarms name.
   *
   * @default Monitoring.RUNBOOK_URL
   */
  readonly runbookUrl?: string;

  /**
   * Whether everything goes when the stacks are destroyed, with all data, all backups and everything in buckets: nothing has
   * to be emptied by hand, and nothing is protected from deletion. For trials and tests. What AWS itself keeps goes later: keys
   * after the 30 days in which they can be saved, metrics after 15 months.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/** Options of a web service on a platform. */
export interface PlatformWebServiceOptions extends WebServiceOptions {
  /**
   * What the service uses.
   *
   * @default - the database, the cache, the sessions and the uploads
   */
  readonly bindings?: IServiceBinding[];
}

/** Options of a worker on a platform. */
export interface PlatformWorkerOptions extends WorkerOptions {
  /**
   * For how long a message that was received stays hidden from other tasks: at least six times `processingTime`.
   *
   * @default Duration.minutes(3)
   */
  readonly visibilityTimeout?: Duration;

  /**
   * How often a message is received before it goes to the dead-letter queue, 1 to 1000.
   *
   * @default 4
   */
  readonly maxReceiveCount?: number;

  /**
   * What the worker uses beside its queue.
   *
   * @default - the database, the cache, the sessions and the uploads
   */
  readonly bindings?: IServiceBinding[];
}
