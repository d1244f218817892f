/** Looks in a row that have to agree: a region that fails now and then is neither lost nor back. */
export const LOOKS_IN_A_ROW = 4;

/** How a region has to be seen from everywhere to be called one or the other. */
export type Health = 'healthy' | 'unhealthy';

/**
 * Says whether a region is lost: when every place has failed to reach it so many times in a row. What one place alone cannot reach is
 * not lost, and what comes and goes is as it was before.
 */
export class HealthJudge {
  private readonly rows = new Map<string, { readonly ready: boolean; readonly looks: number }>();
  private health: Health = 'healthy';

  public constructor(
    private readonly places: readonly string[],
    private readonly looksInARow = LOOKS_IN_A_ROW,
  ) {}

  /** Notes a look from a place, and says how the region is. */
  public note(place: string, ready: boolean): Health {
    const last = this.rows.get(place);
    this.rows.set(place, { ready, looks: last?.ready === ready ? last.looks + 1 : 1 });
    if (this.agreeOn(true)) this.health = 'healthy';
    if (this.agreeOn(false)) this.health = 'unhealthy';
    return this.health;
  }

  private agreeOn(ready: boolean): boolean {
    return this.places.every((place) => {
      const row = this.rows.get(place);
      return row?.ready === ready && row.looks >= this.looksInARow;
    });
  }
}
