import type { Promotion } from '../../lib/contract/region-plan/steps';
import { until } from '../cluster/process/until';
import { HEAD, siteOf, type Site } from './regions';
import { currentPosition, hasPosition, receivedPosition } from './replication';

/** The databases of all regions together, of which one takes writes: it knows which one, as a global database does. */
export class GlobalDatabase {
  /** Who takes writes. Whoever starts follows that one. */
  public writer: string;

  public constructor(private readonly sites: readonly Site[]) {
    this.writer = sites[0].name;
  }

  /** A region becomes the one that writes. */
  public async promote(region: string, promotion: Promotion): Promise<void> {
    if (this.writer === region) return;
    const [old, successor] = [this.site(this.writer), this.site(region)];
    if (promotion === 'failover') await this.failOver(old, successor);
    else await this.switchOver(old, successor);
  }

  /** Whether a region is the one that writes, and does. */
  public async isPromoted(region: string): Promise<boolean> {
    if (this.writer !== region) return false;
    const [row] = await this.site(region).cluster.sql(HEAD, 'SELECT pg_is_in_recovery() AS follows');
    return row.follows === false;
  }

  /** Who wrote before follows the writer, if it is there. */
  public async followed(): Promise<void> {
    const { upstream } = this.site(this.writer);
    const retired = this.sites.filter(
      ({ name, cluster }) => name !== this.writer && cluster.part(HEAD).state === 'stopped',
    );
    await Promise.all(retired.map(({ cluster }) => cluster.region.follow(upstream)));
  }

  /** Nobody writes between both: the old writer has ended, and the new one has all that it wrote. */
  private async switchOver(old: Site, successor: Site): Promise<void> {
    const position = await currentPosition(old.cluster);
    await until(`${successor.name} following ${old.name}`, 20, () => hasPosition(old.cluster, position));
    try {
      const end = await old.cluster.region.retire();
      await until(`the end of the log of ${old.name} in ${successor.name}`, 10, async () => {
        return (await receivedPosition(successor.cluster)) > end;
      });
    } catch (error) {
      // It has taken no writes since, and nobody else has: it goes on.
      await old.cluster.part(HEAD).start();
      throw error;
    }
    // Known first: whoever comes back follows.
    this.writer = successor.name;
    await successor.cluster.region.takeOver();
  }

  /** The old writer cannot be asked. What it had not sent is lost, and it is followed by nobody any more. */
  private async failOver(old: Site, successor: Site): Promise<void> {
    this.writer = successor.name;
    old.line.cut();
    await successor.cluster.region.takeOver();
  }

  private site(name: string): Site {
    return siteOf(this.sites, name);
  }
}
