/** The tasks of a service, as what serves, measures and bills sees them. */
export interface Tasks {
  /** Tasks that run, whether or not they serve yet: what ECS counts and measures. */
  readonly running: number;
  /** Tasks that get requests or messages: healthy ones. */
  readonly serving: number;
  /** Full tasks that what serves is worth: a warming task is less than one. */
  readonly capacity: number;
  /** Tasks that are paid for. */
  readonly billed: number;
  /** Begins a second: what was to happen in it happens. */
  advance(second: number): void;
  /** Lets serving tasks die, and returns how many did. */
  kill(second: number, tasks: number): number;
  /** Begins to launch what is missing, or to remove what is too much. */
  reconcile(second: number, desired: number): void;
}

/** Tasks that are there when they are told to: no start, no drain, no loss. */
export class SuppliedTasks implements Tasks {
  public running = 0;
  public serving = 0;
  public capacity = 0;
  public billed = 0;

  public constructor(private readonly supply: ArrayLike<number>) {}

  public advance(second: number): void {
    this.running = this.serving = this.capacity = this.billed = this.supply[second];
  }

  public kill(): number {
    return 0;
  }

  public reconcile(): void {
    return;
  }
}
