import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { REPLICATION_MINUTES, replicationRuleId, type RegionalBucket } from '../contract/object-replication';
import type { IMonitoring } from '../monitoring';

/** The way from one bucket to another, and what S3 measures on it. */
class Direction {
  constructor(
    public readonly from: RegionalBucket,
    public readonly to: RegionalBucket,
  ) {}

  public metric(metricName: string, statistic: string): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/S3',
      metricName,
      dimensionsMap: {
        SourceBucket: this.from.bucket,
        DestinationBucket: this.to.bucket,
        RuleId: replicationRuleId(this.to.region),
      },
      label: `${this.from.region} to ${this.to.region}`,
      statistic,
      period: Duration.minutes(5),
    });
  }

  public failed(): cloudwatch.Metric {
    return this.metric('OperationsFailedReplication', cloudwatch.Stats.SUM);
  }

  public latency(): cloudwatch.Metric {
    return this.metric('ReplicationLatency', cloudwatch.Stats.MAXIMUM);
  }
}

/**
 * Alarms on what a bucket sends to others and receives from them. S3 publishes failures in the region of the source, and how much
 * is under way, and for how long, in that of the destination
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html): each region sees its half of every direction.
 */
export function monitorReplication(
  watched: Construct,
  monitoring: IMonitoring,
  bucket: RegionalBucket,
  others: readonly RegionalBucket[],
): void {
  const replication = new Construct(watched, 'Replication');
  for (const other of others) addAlarms(new Construct(replication, other.region), monitoring, bucket, other);
  const incoming = others.map((other) => new Direction(other, bucket));
  const outgoing = others.map((other) => new Direction(bucket, other));
  monitoring.addSection({
    title: 'Objects from and to other regions',
    widgets: [
      new cloudwatch.GraphWidget({
        title: 'Behind the source (seconds)',
        left: incoming.map((direction) => direction.latency()),
        width: 8,
      }),
      new cloudwatch.GraphWidget({
        title: 'On their way (operations)',
        left: incoming.map((direction) => direction.metric('OperationsPendingReplication', cloudwatch.Stats.MAXIMUM)),
        width: 8,
      }),
      new cloudwatch.GraphWidget({
        title: 'Failed (operations)',
        left: outgoing.map((direction) => direction.failed()),
        width: 8,
      }),
    ],
  });
}

function addAlarms(parent: Construct, monitoring: IMonitoring, bucket: RegionalBucket, other: RegionalBucket): void {
  monitoring.addAlarm(parent, 'Failed', {
    metric: new Direction(bucket, other).failed(),
    threshold: 1,
    evaluationPeriods: 1,
    summary: `Objects were not replicated to ${other.region}, and S3 will not try again: they are missing there.`,
    runbook: 'objects-replication-failed',
  });
  monitoring.addAlarm(parent, 'Late', {
    metric: new Direction(other, bucket).latency(),
    threshold: REPLICATION_MINUTES * 60,
    summary: `Objects of ${other.region} arrive more than 15 minutes late: what is on its way would be lost with that region.`,
    runbook: 'objects-replication-late',
  });
}
