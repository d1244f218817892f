/** What a shard says of a slot. */
export interface HeldSlot {
  readonly state: 'owned' | 'fenced' | 'moved' | 'receiving';
  readonly peer?: number;
  readonly token?: string;
}

/** Slots that are copied from one shard to another by a subscription. */
export interface Copy {
  /** Of the publication, of the subscription and of the replication slot. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** How far a copy is. */
export interface CopyProgress {
  /** Tables that are copied and followed, of all. */
  readonly tablesDone: number;
  readonly tables: number;
  /** Rows of tables that are being copied. */
  readonly rows: number;
  /** Errors of the subscription since it was made. */
  readonly failures: number;
}

/** Rows of a table in a slot, counted and summed up. */
export interface SlotSum {
  readonly table: string;
  readonly slot: number;
  readonly rows: number;
  /** Sum of the hashes of the rows. */
  readonly sum: string;
}

/** A sharded table, in the words in which two shards are compared. */
export interface TableSurvey {
  readonly name: string;
  readonly guarded: boolean;
  /** Names and types in their order. */
  readonly columns: readonly string[];
  /** Of its replica identity. */
  readonly identity: readonly string[];
  /** Columns of unique indexes that take their values from a sequence. */
  readonly numbered: readonly string[];
  /** As the database estimates. */
  readonly rows: number;
  readonly bytes: number;
}

/** What is known of a shard before anything is moved. */
export interface ShardSurvey {
  readonly shard: number;
  /** What it was begun as. */
  readonly begunAs?: number;
  /** Such as 170009. */
  readonly version: number;
  readonly encoding: string;
  readonly walLevel: string;
  readonly freeReplicationSlots: number;
  readonly freeSenders: number;
  readonly freeWorkers: number;
  /** Whether the administrator may replicate. */
  readonly mayReplicate: boolean;
  readonly tables: readonly TableSurvey[];
}

/** How busy a shard is. */
export interface ShardLoad {
  /** Seconds that the furthest of its physical replicas is behind; 0 without any. */
  readonly replicaLagSeconds: number;
  readonly activeBackends: number;
}

/** Which rows may be removed: those of slots that are here no longer, or not yet. */
export interface Removable {
  readonly state: 'moved' | 'receiving';
  /** Of the move; any without one. */
  readonly token?: string;
}

/**
 * What shards have to offer so that slots can be moved. Each is as if done once, however often it is done, and fails where whoever asks for it has
 * been overtaken by another.
 */
export interface Levers {
  survey(shard: number): Promise<ShardSurvey>;
  /** Why a shard cannot copy from another; nothing when it can. */
  unreachable(to: number, from: number): Promise<string | undefined>;
  load(shard: number): Promise<ShardLoad>;

  slots(shard: number): Promise<ReadonlyMap<number, HeldSlot>>;
  receive(shard: number, slots: readonly number[], from: number, token: string): Promise<void>;
  decline(shard: number, slots: readonly number[], token: string): Promise<void>;
  accept(shard: number, slots: readonly number[], token: string): Promise<void>;
  fence(shard: number, slots: readonly number[], token: string): Promise<void>;
  /** Whether all writes from before the fence have ended within so many seconds. */
  drain(shard: number, slots: readonly number[], seconds: number): Promise<boolean>;
  flip(shard: number, slots: readonly number[], to: number, tokens: FlipTokens): Promise<void>;
  /** Takes away fences, whoever has put them up. */
  unfence(shard: number, slots: readonly number[]): Promise<void>;
  /** Seconds since the oldest transaction began that has written to one of the slots. */
  oldestWriter(shard: number, slots: readonly number[]): Promise<number>;
  /** Removes at most so many rows of each table, and says how many. */
  remove(shard: number, slots: readonly number[], which: Removable, most: number): Promise<number>;

  /** Whether a copy is there and goes on, for all tables that are sharded by now. */
  isCopying(copy: Copy): Promise<boolean>;
  /** Begins a copy of slots that the target is receiving by this token. */
  copy(copy: Copy, slots: readonly number[], token: string): Promise<void>;
  progress(copy: Copy): Promise<CopyProgress>;
  /** Ends a copy, whatever is left of it. */
  endCopy(copy: Copy): Promise<void>;
  /** Writes a mark at the source. */
  mark(copy: Copy, token: string): Promise<void>;
  /** Whether the mark has arrived, and with it all that was committed before it. */
  hasMark(copy: Copy, token: string): Promise<boolean>;
  /** Counts and sums up the rows of slots; fails where it takes longer than so many seconds. */
  sums(shard: number, slots: readonly number[], seconds: number): Promise<readonly SlotSum[]>;
}

/** By which a fence was put up, and by which the target will take the slots. */
export interface FlipTokens {
  readonly fence: string;
  readonly move: string;
}
