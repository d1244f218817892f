import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { encryptedLogGroup } from '../private/log-group';
import { ManagedPolicyRole } from '../private/managed-policy-role';

/** Properties for defining a FlowLog. */
export interface FlowLogProps {
  /** The VPC whose connections are logged. */
  readonly vpcId: string;

  /**
   * Key that encrypts the log.
   *
   * @default - a new key
   */
  readonly encryptionKey?: kms.IKey;
}

/** The rejected and accepted connections of a VPC, kept for one year. */
export class FlowLog extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const logGroup = encryptedLogGroup(this, {
      encryptionKey: props.encryptionKey,
    });
    const role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com'),
      description: 'Writes the flow log of a VPC',
    });
    logGroup.grants.write(role);
    new ec2.CfnFlowLog(this, 'Resource', {
      resourceId: props.vpcId,
      resourceType: 'VPC',
      trafficType: 'ALL',
      maxAggregationInterval: 600,
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }
}
