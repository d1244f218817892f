/** What came of asking a region for a viewer. */
export interface Seen {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Id of the origin. */
  readonly origin: string;
  readonly failed: boolean;
}

/** Milliseconds for which it is remembered. */
const KEPT = 30_000;

/** What edge locations saw of each region: what stands for the alarm on what users see. */
export class Sightings {
  private list: Seen[] = [];

  public readonly add = (seen: Seen): void => {
    this.list.push(seen);
    if (this.list.length > 20_000) this.list = this.list.filter(({ at }) => at > seen.at - KEPT);
  };

  /** Requests of a region since a moment, and how many of them failed. */
  public of(origin: string, since: number): { readonly requests: number; readonly failed: number } {
    const own = this.list.filter((seen) => seen.origin === origin && seen.at >= since);
    return { requests: own.length, failed: own.filter(({ failed }) => failed).length };
  }
}
