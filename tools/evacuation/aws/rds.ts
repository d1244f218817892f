import { DescribeDBInstancesCommand, PromoteReadReplicaCommand, type DBInstance } from '@aws-sdk/client-rds';
import type { Promotion } from '../../../lib/contract/region-plan/steps';
import { MoveError } from '../move-error';
import type { Clients } from './clients';
import { lastValue } from './metrics';
import { SharedLook } from './shared-look';
import { latestFirst, prefixOf, type MovedDatabase } from './moved-database';

/** A plain RDS database for each shard, with a replica in each other region. */
export class MovedRds implements MovedDatabase {
  private readonly listing = new SharedLook((region) => this.instances(region));

  public constructor(
    private readonly clients: Clients,
    private readonly name: string,
    private readonly now: () => number,
  ) {}

  /** MySQL says -1 when changes are not applied. */
  public async lagOf(region: string, writer: string, shard: number): Promise<number | undefined> {
    const instance = await this.instanceIn(region, shard);
    if (sourceRegion(instance) !== writer) return undefined;
    const seconds = await lastValue(this.clients.in(region), {
      name: 'ReplicaLag',
      dimensions: { DBInstanceIdentifier: instance.DBInstanceIdentifier ?? '' },
      now: this.now(),
    });
    return seconds !== undefined && seconds >= 0 ? seconds : undefined;
  }

  public async promote(region: string, _promotion: Promotion, writer: string, shard: number): Promise<void> {
    const instance = await this.instanceIn(region, shard);
    const source = sourceRegion(instance);
    if (source === undefined || instance.DBInstanceStatus !== 'available') return;
    if (source !== writer) {
      throw new MoveError(
        `The replica in ${region} must follow ${writer}, got ${source}: it does not have what was written since; make it anew, or name another region with --to`,
      );
    }
    await this.clients
      .in(region)
      .rds.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: instance.DBInstanceIdentifier }));
  }

  public async isPromoted(region: string, _promotion: Promotion, shard: number): Promise<boolean> {
    const instance = await this.instanceIn(region, shard);
    return sourceRegion(instance) === undefined && instance.DBInstanceStatus === 'available';
  }

  /** The latest generation. Readers of a primary have names of their own. */
  private async instanceIn(region: string, shard: number): Promise<DBInstance> {
    const prefix = prefixOf(this.name, 'rds', shard);
    const [latest] = latestFirst(
      await this.listing.of(region),
      prefix,
      ({ DBInstanceIdentifier }) => DBInstanceIdentifier,
    );
    if (latest) return latest;
    throw new MoveError(`There is no database ${prefix}… in ${region}.`);
  }

  private async instances(region: string): Promise<DBInstance[]> {
    const found: DBInstance[] = [];
    let Marker: string | undefined;
    do {
      const page = await this.clients.in(region).rds.send(new DescribeDBInstancesCommand({ Marker }));
      found.push(...(page.DBInstances ?? []));
      ({ Marker } = page);
    } while (Marker);
    return found;
  }
}

/** The region of the primary; nothing in a database that follows nobody. A replica of another region names its source by ARN. */
function sourceRegion({ ReadReplicaSourceDBInstanceIdentifier: source }: DBInstance): string | undefined {
  return source ? (source.split(':')[3] ?? '') : undefined;
}
