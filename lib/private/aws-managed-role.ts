import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { ManagedPolicyRole } from './managed-policy-role';

/** Properties of an AwsManagedRole. */
export interface AwsManagedRoleProps {
  /** Principal of the AWS service that works with the role. */
  readonly service: string;
  readonly description: string;
  /** The policy that AWS keeps for this purpose, such as `service-role/AmazonRDSEnhancedMonitoringRole`. */
  readonly managedPolicy: string;
}

/** The role of an AWS service that AWS documents one policy of its own for. */
export class AwsManagedRole extends Construct {
  public readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: AwsManagedRoleProps) {
    super(scope, id);
    this.role = new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal(props.service),
      description: props.description,
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(props.managedPolicy)],
    });
    acknowledge(
      this.role,
      'AWS documents this policy for the service, and extends it as the service changes. A copy would miss that one day, and the service would stop working.',
      `AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${props.managedPolicy}]`,
    );
  }
}
