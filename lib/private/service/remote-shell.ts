import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IServiceCluster } from '../../service/service-cluster';
import { acknowledge } from '../acknowledge';
import type { ManagedPolicyRole } from '../managed-policy-role';

/**
 * Lets a shell be opened in the containers of a service, with the audit log of its cluster. The L2's own switch would also
 * rewrite the policy of the cluster's key, which may belong to another stack.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
export function allowRemoteShell(
  service: ecs.FargateService,
  taskRole: ManagedPolicyRole,
  cluster: IServiceCluster,
): void {
  (service.node.defaultChild as ecs.CfnService).enableExecuteCommand = true;
  const logGroup = cluster.cluster.executeCommandConfiguration?.logConfiguration?.cloudWatchLogGroup;
  taskRole.addToPrincipalPolicy(
    new iam.PolicyStatement({
      actions: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
        'logs:DescribeLogGroups',
      ],
      // None of these actions can be limited to a resource.
      resources: ['*'],
    }),
  );
  taskRole.addToPrincipalPolicy(
    new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [cluster.encryptionKey.keyArn] }),
  );
  if (logGroup) {
    taskRole.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupRef.logGroupArn],
      }),
    );
  }
  acknowledge(
    taskRole,
    'A remote shell was asked for: its channels and the list of log groups cannot be limited to a resource.',
    'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
  );
}
