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
import { latestFirst, type MovedDatabase } from './moved-database';

/** A cluster of Aurora in each region, and the global database around them. */
export class MovedAurora implements MovedDatabase {
  public constructor(
    private readonly clients: Clients,
    private readonly name: string,
    private readonly now: () => number,
  ) {}

  public async lagOf(region: string, writer: string): Promise<number | undefined> {
    const { arn } = await this.memberIn(region);
    const milliseconds = await lastValue(this.clients.in(region), {
      name: 'AuroraGlobalDBReplicationLag',
      dimensions: { DBClusterIdentifier: identifierOf(arn), SourceRegion: writer },
      now: this.now(),
    });
    return milliseconds === undefined ? undefined : milliseconds / 1000;
  }

  /** Begins nothing while something is on its way already. */
  public async promote(region: string, promotion: Promotion, writer: string): Promise<void> {
    const { cluster, arn, isWriter } = await this.memberIn(region);
    if (isWriter || cluster.Status !== 'available') return;
    const target = { GlobalClusterIdentifier: cluster.GlobalClusterIdentifier, TargetDbClusterIdentifier: arn };
    if (promotion === 'switchover') {
      await this.clients.in(writer).rds.send(new SwitchoverGlobalClusterCommand(target));
    } else {
      await this.clients.in(region).rds.send(new FailoverGlobalClusterCommand({ ...target, AllowDataLoss: true }));
    }
  }

  /** Asks the cluster itself: the global database is busy for as long as the one that was lost is. */
  public async isPromoted(region: string): Promise<boolean> {
    const { arn, isWriter } = await this.memberIn(region);
    if (!isWriter) return false;
    const { DBClusters: [cluster] = [] } = await this.clients
      .in(region)
      .rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifierOf(arn) }));
    return cluster?.Status === 'available';
  }

  private async memberIn(region: string): Promise<{ cluster: GlobalCluster; arn: string; isWriter: boolean }> {
    for (const cluster of await this.globalClusters(region)) {
      const member = cluster.GlobalClusterMembers?.find(({ DBClusterArn }) => DBClusterArn?.split(':')[3] === region);
      if (member?.DBClusterArn) return { cluster, arn: member.DBClusterArn, isWriter: member.IsWriter === true };
    }
    throw new MoveError(`There is no global database of ${this.name} with a cluster in ${region}.`);
  }

  /** The latest generation first. */
  private async globalClusters(region: string): Promise<GlobalCluster[]> {
    const found: GlobalCluster[] = [];
    let Marker: string | undefined;
    do {
      const page = await this.clients.in(region).rds.send(new DescribeGlobalClustersCommand({ Marker }));
      found.push(...(page.GlobalClusters ?? []));
      ({ Marker } = page);
    } while (Marker);
    return latestFirst(found, `${this.name}-global-g`, ({ GlobalClusterIdentifier }) => GlobalClusterIdentifier);
  }
}

function identifierOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
