import { hasReached, type Position } from './position';

interface Sample {
  readonly at: number;
  readonly position: Position;
}

/**
 * Where the writer was, and when: so lag is known without comparing clocks of servers. The age of the last transaction that a reader
 * has replayed is no measure: it grows while nothing is written, though nothing is missing.
 */
export class WriterHistory {
  private samples: Sample[] = [];

  /** @param keptMilliseconds Age at which a position is forgotten: above the largest lag that is still told. */
  constructor(private readonly keptMilliseconds: number) {}

  /** Whether the writer has been seen at all. */
  public get empty(): boolean {
    return this.samples.length === 0;
  }

  /** Notes where the writer was when it was asked. */
  public add(position: Position, at: number): void {
    // A writer that is not as far as before is another one: what the former one had beyond that is not to come.
    this.samples = this.samples.filter(
      (sample) => hasReached(position, sample.position) && at - sample.at <= this.keptMilliseconds,
    );
    this.samples.push({ position, at });
  }

  /**
   * Seconds that a reader is behind, at the last time that the writer was seen; nothing where it has got to no position that is
   * remembered.
   */
  public lagSeconds(position: Position): number | undefined {
    const newest = this.samples.at(-1);
    const reached = this.samples.filter((sample) => hasReached(position, sample.position)).at(-1);
    return newest && reached && (newest.at - reached.at) / 1000;
  }

  public clear(): void {
    this.samples = [];
  }
}
