/** Numbers of tasks, by region and service. */
export type Tasks = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What is written down about the regions, outside of each of them. */
export interface ControlRecord {
  readonly away: readonly string[];
  /** Who takes writes. Whoever starts reads it first, and follows that one. */
  readonly writer: string;
  /** The least tasks, where somebody has said how many. */
  readonly minimums: Tasks;
}

/** Stands for the control table, which every region has a copy of: it outlives the loss of any of them. */
export class Control {
  private current?: ControlRecord;

  public get record(): ControlRecord {
    if (!this.current) throw new Error('there is no record');
    return this.current;
  }

  /** What a deployment does: nothing where there is a record. */
  public create(record: ControlRecord): void {
    this.current ??= record;
  }

  public write(change: Partial<ControlRecord>): void {
    this.current = { ...this.record, ...change };
  }
}
