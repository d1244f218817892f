import {
  DescribeDBClustersCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  SwitchoverGlobalClusterCommand,
  type GlobalCluster,
} from '@aws-sdk/client-rds';
import type { Promotion } from '../../../lib/contract/region-plan/steps';
import { MoveError } from '../move-error';
import type { Clients } from './clients';
import { lastValue } from './metrics';
import { SharedLook } from './shared-look';
import { latestFirst, prefixOf, type MovedDatabase } from './moved-database';

/** A cluster of Aurora in each region for each shard, and the global database around them. */
export class MovedAurora implements MovedDatabase {
  private readonly listing = new SharedLook((region) => this.globalClusters(region));

  public constructor(
    private readonly clients: Clients,
    private readonly name: string,
    private readonly now: () => number,
  ) {}

  public async lagOf(region: string, writer: string, shard: number): Promise<number | undefined> {
    const { arn } = await this.memberIn(region, shard);
    const milliseconds = await lastValue(this.clients.in(region), {
      name: 'AuroraGlobalDBReplicationLag',
      dimensions: { DBClusterIdentifier: identifierOf(arn), SourceRegion: writer },
      now: this.now(),
    });
    return milliseconds === undefined ? undefined : milliseconds / 1000;
  }

  /** Begins nothing while something is on its way already. */
  public async promote(region: string, promotion: Promotion, writer: string, shard: number): Promise<void> {
    const { cluster, arn, isWriter } = await this.memberIn(region, shard);
    if (isWriter || cluster.Status !== 'available') return;
    const target = { GlobalClusterIdentifier: cluster.GlobalClusterIdentifier, TargetDbClusterIdentifier: arn };
    if (promotion === 'switchover') {
      await this.clients.in(writer).rds.send(new SwitchoverGlobalClusterCommand(target));
    } else {
      await this.clients.in(region).rds.send(new FailoverGlobalClusterCommand({ ...target, AllowDataLoss: true }));
    }
  }

  /** Asks the cluster itself: the global database is busy for as long as the one that was lost is. */
  public async isPromoted(region: string, _promotion: Promotion, shard: number): Promise<boolean> {
    const { arn, isWriter } = await this.memberIn(region, shard);
    if (!isWriter) return false;
    const { DBClusters: [cluster] = [] } = await this.clients
      .in(region)
      .rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifierOf(arn) }));
    return cluster?.Status === 'available';
  }

  private async memberIn(
    region: string,
    shard: number,
  ): Promise<{ cluster: GlobalCluster; arn: string; isWriter: boolean }> {
    const prefix = prefixOf(this.name, 'global', shard);
    const all = await this.listing.of(region);
    for (const cluster of latestFirst(all, prefix, ({ GlobalClusterIdentifier }) => GlobalClusterIdentifier)) {
      const member = cluster.GlobalClusterMembers?.find(({ DBClusterArn }) => DBClusterArn?.split(':')[3] === region);
      if (member?.DBClusterArn) return { cluster, arn: member.DBClusterArn, isWriter: member.IsWriter === true };
    }
    throw new MoveError(`There is no global database ${prefix}… with a cluster in ${region}.`);
  }

  private async globalClusters(region: string): Promise<GlobalCluster[]> {
    const found: GlobalCluster[] = [];
    let Marker: string | undefined;
    do {
      const page = await this.clients.in(region).rds.send(new DescribeGlobalClustersCommand({ Marker }));
      found.push(...(page.GlobalClusters ?? []));
      ({ Marker } = page);
    } while (Marker);
    return found;
  }
}

function identifierOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
