import type { ReshardGround } from './ground';
import { RESHARD_RECORD, renderRecord, type ReshardRecord } from './record';
import { ReshardError } from './reshard-error';

/** Seconds after which somebody who has written nothing is taken for gone, and another may go on. */
export const LEASE_SECONDS = 10;

/** Milliseconds between two writes that only say that somebody is still there. */
export const HEARTBEAT_MILLISECONDS = 3000;

/** What is written down while slots are moved. Who has been overtaken by another fails with the next write. */
export class Journal {
  private writes: Promise<void> = Promise.resolve();

  public constructor(
    private readonly ground: Pick<ReshardGround, 'store' | 'clock' | 'holder'>,
    private current: ReshardRecord,
    private version: number,
  ) {}

  public get record(): ReshardRecord {
    return this.current;
  }

  /** Holds the reshard, with what has changed. One write follows the other, so that heartbeats are in nobody's way. */
  public write(change: Partial<ReshardRecord> = {}): Promise<void> {
    const write = this.writes.then(() => this.replace({ ...this.current, ...change, ...this.hold() }));
    this.writes = write.catch(() => {});
    return write;
  }

  /** Lets go, so that nobody has to wait to resume. */
  public release(): Promise<void> {
    return this.write().then(() => this.replace({ ...this.current, heldUntil: this.current.began }));
  }

  private hold(): Pick<ReshardRecord, 'holder' | 'heldUntil'> {
    const { holder, clock } = this.ground;
    return { holder, heldUntil: new Date(clock.now() + LEASE_SECONDS * 1000).toISOString() };
  }

  private async replace(record: ReshardRecord): Promise<void> {
    if (!(await this.ground.store.write(RESHARD_RECORD, renderRecord(record), this.version))) {
      throw new ReshardError(
        'Somebody else has written to the control table, so nothing more is done here. See what they do with --status, then resume.',
      );
    }
    this.current = record;
    this.version += 1;
  }
}
