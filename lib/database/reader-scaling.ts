import { Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';

/** How the number of readers follows their load. */
export interface ReaderAutoscaling {
  /** Most readers, those that are declared included: at least `readers`, at most 15. */
  readonly maxReaders: number;

  /**
   * Least readers, those that are declared included: at least `readers`.
   *
   * @default - the number of readers
   */
  readonly minReaders?: number;

  /**
   * Average CPU of the readers that scaling aims at, in percent, 10 to 90.
   *
   * @default 60
   */
  readonly targetCpuPercent?: number;
}

/** Properties of a ReaderScaling. */
export interface ReaderScalingProps {
  /** The cluster, instances included: scaling adds readers to one that has a writer. */
  readonly cluster: rds.IDatabaseCluster;
  /** Physical name of the cluster. */
  readonly clusterIdentifier: string;
  /** Declared readers. */
  readonly readers: number;
  /** How their number follows their load. */
  readonly autoscaling: ReaderAutoscaling;
}

/** Adds readers to a cluster, and removes those that it added: declared ones stay. */
export class ReaderScaling extends Construct {
  constructor(scope: Construct, id: string, props: ReaderScalingProps) {
    super(scope, id);
    const { maxReaders, minReaders, targetCpuPercent } = props.autoscaling;
    const target = new autoscaling.ScalableTarget(this, 'Target', {
      serviceNamespace: autoscaling.ServiceNamespace.RDS,
      scalableDimension: 'rds:cluster:ReadReplicaCount',
      resourceId: `cluster:${props.clusterIdentifier}`,
      minCapacity: minReaders ?? props.readers,
      maxCapacity: maxReaders,
      role: this.serviceLinkedRole(),
    });
    target.node.addDependency(props.cluster);
    target.scaleToTrackMetric('Cpu', {
      predefinedMetric: autoscaling.PredefinedMetric.RDS_READER_AVERAGE_CPU_UTILIZATION,
      targetValue: targetCpuPercent ?? 60,
    });
  }

  /** Made by AWS on first use; the L2 would define a role that is never assumed. */
  private serviceLinkedRole(): iam.IRole {
    const service = 'rds.application-autoscaling.amazonaws.com';
    const arn = Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: `aws-service-role/${service}/AWSServiceRoleForApplicationAutoScaling_RDSCluster`,
    });
    return iam.Role.fromRoleArn(this, 'Role', arn, { mutable: false });
  }
}
