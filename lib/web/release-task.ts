import { CustomResource, Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { HandlerFunction } from '../private/handler-function';
import { check, durationBetween, refuse, type Rule } from '../private/validate';

/** Properties for defining a ReleaseTask. */
export interface ReleaseTaskProps {
  /** The cluster that the command runs in. */
  readonly cluster: ecs.ICluster;

  /** The task definition of the service, for Fargate. Each new revision runs the command again. */
  readonly taskDefinition: ecs.ITaskDefinition;

  /** The container of the task definition whose command is replaced. */
  readonly containerName: string;

  /** The command and its arguments, such as `['node', 'migrate.js']`. Exit code 0 means success. */
  readonly command: string[];

  /** The network of the service. */
  readonly vpc: ec2.IVpc;

  /** Subnets that the task is placed in. It pulls its image from there, so they need a way out. */
  readonly subnets: ec2.SubnetSelection;

  /** Security groups of the service: what it may connect to, the command may connect to. */
  readonly securityGroups: ec2.ISecurityGroup[];

  /**
   * Time after which the command is stopped and the deployment fails: 1 to 14 minutes.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;

  /**
   * Key that encrypts the log of the function that watches the task. It has to let CloudWatch Logs use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Runs a command, such as a migration of the database, as a one-off task of a service: with its image, environment, roles and
 * network, once before each new revision takes traffic. Make the service depend on it:
 * `service.node.addDependency(release)`. When the command fails, so does the deployment: CloudFormation rolls back, and its
 * event says with which exit code the command ended and where its log is.
 *
 * **Commands must be idempotent, and compatible with the former revision**: tasks of that revision serve while the command runs.
 * After a failed deployment CloudFormation puts the former task definition back, and its command runs again, on data that
 * the new one may have changed. Expand first, contract in a later release.
 *
 * Defines one Lambda function and a custom resource, which does nothing when it is deleted.
 *
 * **Cost**: the task and the function while they run, below a cent a release; 1 dollar a month for the key when none is given.
 * Holds no state.
 */
export class ReleaseTask extends Construct {
  constructor(scope: Construct, id: string, props: ReleaseTaskProps) {
    super(scope, id);
    const timeout = props.timeout ?? Duration.minutes(10);
    const taskDefinition: TaskDefinition = props.taskDefinition;
    check(
      this,
      ...releaseRules(props.command, props.timeout),
      refuse(
        taskDefinition.findContainer !== undefined && !taskDefinition.findContainer(props.containerName),
        `containerName must be a container of the task definition, got "${props.containerName}"; name one that was added to it`,
      ),
    );

    const handler = new HandlerFunction(this, 'Handler', {
      handler: 'release-task',
      description: 'Runs the release command of a service',
      timeout: Duration.minutes(15),
      encryptionKey: props.encryptionKey,
    });
    const executionRole = taskDefinition.obtainExecutionRole?.() ?? taskDefinition.executionRole;
    const roles = [taskDefinition.taskRole, ...(executionRole ? [executionRole] : [])];
    this.allowRelease(handler, props.cluster, taskDefinition, roles);
    const release = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::ReleaseTask',
      serviceToken: handler.function.functionArn,
      serviceTimeout: Duration.minutes(16),
      properties: {
        cluster: props.cluster.clusterArn,
        taskDefinition: taskDefinition.taskDefinitionArn,
        container: props.containerName,
        command: props.command,
        subnets: props.vpc.selectSubnets(props.subnets).subnetIds,
        securityGroups: props.securityGroups.map((group) => group.securityGroupId),
        timeoutSeconds: timeout.toSeconds(),
        ...logOf(taskDefinition, props.containerName),
      },
    });
    // What the command needs has to be there before it runs: permissions, secrets, and the way to the database.
    release.node.addDependency(handler, ...roles, ...props.securityGroups);
  }

  private allowRelease(
    handler: HandlerFunction,
    cluster: ecs.ICluster,
    taskDefinition: TaskDefinition,
    roles: iam.IRole[],
  ): void {
    const inCluster = { ArnEquals: { 'ecs:cluster': cluster.clusterArn } };
    const allow = (statement: iam.PolicyStatementProps) =>
      handler.role.addToPrincipalPolicy(new iam.PolicyStatement(statement));
    allow({ actions: ['ecs:RunTask'], resources: [taskDefinition.taskDefinitionArn], conditions: inCluster });
    // A task's ARN is not known before it runs; the condition limits these to the cluster.
    allow({ actions: ['ecs:DescribeTasks', 'ecs:StopTask'], resources: ['*'], conditions: inCluster });
    allow({
      actions: ['iam:PassRole'],
      resources: roles.map((role) => role.roleArn),
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    });
  }
}

/** What a command and its time have to be. */
export function releaseRules(command: readonly string[], timeout: Duration | undefined): Rule[] {
  return [
    refuse(command.length === 0, 'command must not be empty, got []; name the program and its arguments'),
    durationBetween(
      'timeout',
      timeout,
      'seconds',
      60,
      840,
      'CloudFormation is answered by a function, which has 15 minutes; run what takes longer as a worker',
    ),
  ];
}

/** A task definition, which knows its containers unless it was imported. */
type TaskDefinition = ecs.ITaskDefinition & Partial<Pick<ecs.TaskDefinition, 'findContainer' | 'obtainExecutionRole'>>;

/** Where a container logs, for the person who reads why a release failed. */
function logOf(taskDefinition: TaskDefinition, containerName: string): Record<string, string> {
  const options = taskDefinition.findContainer?.(containerName)?.logDriverConfig?.options ?? {};
  return { logGroup: options['awslogs-group'] ?? '', logPrefix: options['awslogs-stream-prefix'] ?? '' };
}
