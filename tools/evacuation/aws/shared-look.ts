/** A look at a region that everybody shares who asks while it is on its way: 64 shards at once are one request, and no answer is kept. */
export class SharedLook<T> {
  private readonly underWay = new Map<string, Promise<readonly T[]>>();

  public constructor(private readonly look: (region: string) => Promise<readonly T[]>) {}

  public of(region: string): Promise<readonly T[]> {
    const found = this.underWay.get(region);
    if (found) return found;
    const begun = this.look(region).finally(() => this.underWay.delete(region));
    this.underWay.set(region, begun);
    return begun;
  }
}
