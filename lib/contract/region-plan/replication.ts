import type { Figure } from './figure';
import { RegionMode, type DatabaseKind, type RegionPlan } from './plan';

/** What holds something in a region. */
export type Store = 'database' | 'sessions' | 'control' | 'objects' | 'secrets' | 'keys' | 'cache' | 'queues';

/** How a store gets to the other regions. */
export interface Replication {
  readonly store: Store;
  readonly isReplicated: boolean;
  readonly how: string;
  /** How far behind the other regions typically are; none where nothing is replicated, or nobody says. */
  readonly lag?: Figure;
  /** What it means when a region is lost. */
  readonly meaning: string;
}

const AURORA = 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide';
const RDS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide';

/** What of a plan is replicated, and how; nothing for a single region. */
export function replication(plan: RegionPlan): Replication[] {
  return plan.regions.length === 1 ? [] : [database(plan), ...STORES];
}

/**
 * What a sudden loss of the writer's region costs at most while no alarm has said that copies are further behind: the figure that the recovery point
 * is compared with. Replication is asynchronous, so nothing but an alarm bounds it; the alarms on copies in other regions have these thresholds.
 */
export function plannedLoss(kind: DatabaseKind): Figure {
  if (kind === 'aurora-postgres') {
    return {
      seconds: 5,
      basis: 'assumed',
      source: `${AURORA}/aurora-global-database-disaster-recovery.html`,
      note: 'AWS: typically measured in seconds. 5 is the threshold of the alarm on AuroraGlobalDBRPOLag; rds.global_db_rpo, which holds commits back, starts at 20',
    };
  }
  return {
    seconds: 30,
    basis: 'assumed',
    source: 'the threshold of the alarm on ReplicaLag (lib/database/rds-alarms.ts)',
    note: 'AWS gives no figure for copies in other regions; they are as far behind as the load and the distance make them',
  };
}

function database({ database: kind, mode }: RegionPlan): Replication {
  return kind === 'aurora-postgres' ? aurora(mode) : rds(mode);
}

function aurora(mode: RegionMode): Replication {
  return {
    store: 'database',
    isReplicated: true,
    how: `Aurora global database: one writer, copied by the storage to a cluster in each other region${mode === RegionMode.ACTIVE_ACTIVE ? '; writes go to the region of the writer' : ''}`,
    lag: {
      seconds: 1,
      basis: 'documented',
      source: `${AURORA}/aurora-global-database.html`,
      note: 'latency typically under a second; no agreement on it',
    },
    meaning:
      'a switchover loses nothing; a sudden loss costs the writes that were not copied yet, of which Aurora tries to keep a snapshot when the region is back',
  };
}

function rds(mode: RegionMode): Replication {
  return {
    store: 'database',
    isReplicated: true,
    how: `read replicas in each other region, fed by the engine's own replication${mode === RegionMode.ACTIVE_ACTIVE ? '; writes go to the region of the primary' : ''}`,
    lag: {
      seconds: 5,
      basis: 'assumed',
      source: `${RDS}/USER_ReadRepl.XRgn.html`,
      note: 'AWS gives no figure: seconds while the replica keeps up, without a bound while it does not',
    },
    meaning:
      'a promoted replica is a database of its own for good: the others, and the way back, are made anew from it; a sudden loss costs the writes that were not copied yet',
  };
}

const TABLE_LAG: Figure = {
  seconds: 1,
  basis: 'documented',
  source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html',
  note: 'usually within a second; no agreement on it. The last writer of an item wins',
};

/** What is the same for every plan. */
const STORES: readonly Replication[] = [
  {
    store: 'sessions',
    isReplicated: true,
    how: 'DynamoDB global table: every region reads and writes its own replica',
    lag: TABLE_LAG,
    meaning:
      'whoever signed in within the last second signs in again; what was not copied comes when the region is back',
  },
  {
    store: 'control',
    isReplicated: true,
    how: 'DynamoDB global table, and the key-value store of the edge, which is global',
    lag: TABLE_LAG,
    meaning: 'every region knows who is evacuated and who writes; commands read it in the region that they lead to',
  },
  {
    store: 'objects',
    isReplicated: true,
    how: 'S3 replication both ways between the buckets of all regions, with metrics',
    lag: {
      seconds: 900,
      basis: 'documented',
      source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html',
      note: 'the majority within 15 minutes, large ones within hours; with Replication Time Control most within seconds and 99.99 % within 15 minutes',
    },
    meaning:
      'uploads of the last minutes are missing until the region is back: late, and not lost unless the region is',
  },
  {
    store: 'secrets',
    isReplicated: true,
    how: 'replicas of each secret, written by the rotation in the region of the primary alone',
    meaning:
      'tasks of the other regions start with what they have; a secret rotates again when its region is back, or when a replica is promoted. AWS gives no figure for the lag',
  },
  {
    store: 'keys',
    isReplicated: false,
    how: 'a key of its own in each region, with which the copies there are encrypted',
    meaning: 'no region needs the keys of another',
  },
  {
    store: 'cache',
    isReplicated: false,
    how: 'a cache of its own in each region, filled by what is asked there',
    meaning: 'viewers who are moved find a cache without their entries: the database answers more until it is warm',
  },
  {
    store: 'queues',
    isReplicated: false,
    how: 'queues of their own in each region, worked on by the workers there',
    meaning:
      'messages of a lost region wait there, for as long as the queue keeps them, and are done when it is back; jobs that the outbox had not sent yet are in the database, and are sent from the region that writes',
  },
];
