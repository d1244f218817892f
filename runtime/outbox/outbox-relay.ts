import type { SqlClient } from '../database/sql-client';
import { asError } from '../support/as-error';
import { backoff } from '../support/backoff';
import { within } from '../support/within';
import type { Deliver } from './delivery';
import { claim, postpone, remove, secondsUntilDue } from './outbox-table';

/** What of a database is used: `Database` of this package is it as it is. */
export interface TransactionRunner {
  /** Does work in a transaction on the writer. */
  write<T>(work: (client: SqlClient) => Promise<T>): Promise<{ readonly result: T }>;
}

/** Options of an `OutboxRelay`. */
export interface OutboxRelayOptions {
  readonly database: TransactionRunner;

  /** Delivers jobs, such as `sqsDelivery`. */
  readonly deliver: Deliver;

  /**
   * Jobs that are delivered at once.
   *
   * @default 10
   */
  readonly batchSize?: number;

  /**
   * Seconds after which a relay that is in use looks for what others have left behind.
   *
   * @default 15
   */
  readonly sweepSeconds?: number;

  /**
   * Seconds that a delivery may take. A transaction is open for so long: less than `idle_in_transaction_session_timeout`.
   *
   * @default 4
   */
  readonly deliverySeconds?: number;

  /** Told about each job that could not be delivered, and each failure of the database. */
  readonly onError?: (error: Error) => void;
}

/** After failures of the database. Jobs that cannot be delivered are put off in the table. */
const RETRY = { firstMilliseconds: 500, mostMilliseconds: 30_000 } as const;

/** Milliseconds that the database has beside the delivery. One that never answers would keep the relay from looking ever again. */
const DATABASE_TIMEOUT = 10_000;

/** Milliseconds between two looks at most and at least, while jobs wait that are not due or that another relay holds. */
const SHORTEST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

/**
 * Delivers the jobs of the outbox, at least once each. Any number of relays, in any number of processes, share the work: none takes
 * what another one holds.
 *
 * It sleeps while nothing is to be delivered, so that a database can scale to zero: nothing is polled. It looks when it starts, when it
 * is woken after a commit, and once within `sweepSeconds` after the database was used; and, while jobs wait, again until there are none. What a
 * process has left behind that died after its commit is found by whichever relay looks next.
 */
export class OutboxRelay {
  private timer?: { readonly handle: NodeJS.Timeout; readonly at: number };
  private pass?: Promise<void>;
  private again = false;
  private stopped = true;
  private failures = 0;

  constructor(private readonly options: OutboxRelayOptions) {}

  /** Looks for jobs now, and from now on when it is woken. */
  public start(): void {
    this.stopped = false;
    this.wake();
  }

  /** Delivers what is there. Call it after each commit that has added a job. */
  public wake(): void {
    if (this.stopped) return;
    if (this.pass) {
      this.again = true;
      return;
    }
    this.cancel();
    this.pass = this.deliverAll().finally(() => {
      this.pass = undefined;
      if (this.again) {
        this.again = false;
        this.wake();
      }
    });
  }

  /** Says that the database is in use, for reading or writing: it is awake, so looking for what was left behind costs nothing. */
  public touch(): void {
    this.wakeWithin((this.options.sweepSeconds ?? 15) * 1000);
  }

  /**
   * Delivers what was added until now, and stops. Stop taking requests first. What cannot be delivered stays for other relays.
   */
  public async stop(): Promise<void> {
    const rest = this.pass !== undefined || this.timer !== undefined;
    this.stopped = true;
    this.again = false;
    this.cancel();
    await this.pass;
    if (rest) await this.deliverAll();
  }

  private async deliverAll(): Promise<void> {
    try {
      let next: number | undefined;
      let full = true;
      while (full) ({ full, next } = await this.deliverBatch());
      this.failures = 0;
      if (next !== undefined) this.wakeWithin(Math.min(Math.max(next * 1000, SHORTEST_WAIT), LONGEST_WAIT));
    } catch (error) {
      this.failures += 1;
      this.report(error);
      this.wakeWithin(backoff(this.failures, RETRY));
    }
  }

  private async deliverBatch(): Promise<{ full: boolean; next?: number }> {
    const { database, batchSize = 10 } = this.options;
    const batch = database.write(async (client) => {
      const jobs = await claim(client, batchSize);
      const failed = new Set(await this.deliver(jobs));
      const ids = jobs.map(({ id }) => id);
      await remove(
        client,
        ids.filter((id) => !failed.has(id)),
      );
      await postpone(client, [...failed]);
      if (jobs.length === batchSize) return { full: true };
      return { full: false, next: await secondsUntilDue(client) };
    });
    const { result } = await within(this.deliveryTimeout + DATABASE_TIMEOUT, 'the database of the outbox', batch);
    return result;
  }

  private get deliveryTimeout(): number {
    return (this.options.deliverySeconds ?? 4) * 1000;
  }

  /** Ids of jobs that could not be delivered. */
  private async deliver(jobs: Awaited<ReturnType<typeof claim>>): Promise<string[]> {
    if (jobs.length === 0) return [];
    try {
      const failed = await within(this.deliveryTimeout, 'delivery', this.options.deliver(jobs));
      failed.forEach(({ id, reason }) => this.report(new Error(`job ${id} could not be delivered: ${reason}`)));
      return failed.map(({ id }) => id);
    } catch (error) {
      this.report(error);
      return jobs.map(({ id }) => id);
    }
  }

  /** Looks within so many milliseconds, unless it does so earlier anyway. */
  private wakeWithin(milliseconds: number): void {
    const at = Date.now() + milliseconds;
    if (this.stopped || (this.timer && this.timer.at <= at)) return;
    this.cancel();
    const handle = setTimeout(() => {
      this.timer = undefined;
      this.wake();
    }, milliseconds);
    // It must not keep a process alive that has nothing else to do.
    this.timer = { handle: handle.unref(), at };
  }

  private cancel(): void {
    clearTimeout(this.timer?.handle);
    this.timer = undefined;
  }

  private report(error: unknown): void {
    this.options.onError?.(asError(error));
  }
}
