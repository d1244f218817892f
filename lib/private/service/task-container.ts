import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEFAULTS, variableRule } from './container-rules';
import type { ServiceProps } from '../../service/service-props';
import type { TaskSize } from '../../service/task-size';
import { Environment } from '../../contract/environment';
import { topologyPath } from '../../contract/topology';
import { acknowledge } from '../acknowledge';
import { encryptedLogGroup } from '../log-group';
import { ManagedPolicyRole } from '../managed-policy-role';
import { check, refuse } from '../validate';

/** Properties for defining a TaskContainer. */
export interface TaskContainerProps extends ServiceProps {
  readonly serviceName: string;
  /** Port that the container listens on. Default: none. */
  readonly port?: number;
  /** What the application leaves of the task to a container beside it. Default: nothing. */
  readonly reserved?: TaskShare;
}

/** A part of a task. */
export interface TaskShare {
  /** CPU units, which count when the containers of a task want more than it has. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** Name of the application's container in every task. */
export const CONTAINER_NAME = 'app';

/** Volumes of a container whose shell can be opened, and where they are mounted. */
const SHELL_VOLUMES = {
  'shell-agent': '/managed-agents',
  'shell-state': '/var/lib/amazon/ssm',
  'shell-log': '/var/log/amazon/ssm',
};

/**
 * What a task of a service is: a container that is not root, writes to `/tmp` only, and whose two roles may do nothing but
 * what they are granted.
 */
export class TaskContainer extends Construct {
  public readonly taskDefinition: ecs.FargateTaskDefinition;
  public readonly container: ecs.ContainerDefinition;
  public readonly logGroup: logs.LogGroup;
  /** What the application may do. */
  public readonly taskRole: ManagedPolicyRole;
  /** What is done to start a task: pull the image, read the secrets, write the log. */
  public readonly executionRole: ManagedPolicyRole;
  private readonly variables = new Set<string>();

  constructor(scope: Construct, id: string, props: TaskContainerProps) {
    super(scope, id);
    const { name, encryptionKey } = props.cluster;
    this.logGroup = encryptedLogGroup(this, { logGroupName: `/${name}/${props.serviceName}`, encryptionKey });
    this.taskRole = this.createRole('TaskRole', `Application ${props.serviceName} of ${name}`);
    this.executionRole = this.createRole('ExecutionRole', `Starts tasks of ${props.serviceName} of ${name}`);
    const size = props.size ?? DEFAULTS.size;
    this.taskDefinition = new ecs.FargateTaskDefinition(this, 'TaskDefinition', {
      family: `${name}-${props.serviceName}`,
      cpu: size.cpu,
      memoryLimitMiB: size.memoryMiB,
      runtimePlatform: {
        cpuArchitecture: props.cpuArchitecture ?? ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      taskRole: this.taskRole,
      executionRole: this.executionRole,
    });
    this.container = this.addContainer(props, size);
    if (props.remoteShell) this.mountShellVolumes();
    this.addVariables(props);
    this.acknowledgeFindings(props);
  }

  /** Adds a variable, known at synthesis or a reference. */
  public addEnvironment(name: string, value: string): void {
    this.claim(name);
    this.container.addEnvironment(name, value);
  }

  /** Adds a variable that the container agent reads when a task starts. */
  public addSecret(name: string, secret: ecs.Secret): void {
    this.claim(name);
    this.container.addSecret(name, secret);
  }

  /** Names of its variables, secret ones included. */
  public get variableNames(): string[] {
    return [...this.variables];
  }

  private claim(name: string): void {
    check(
      this,
      variableRule(name),
      refuse(
        this.variables.has(name),
        `variable ${name} must be set once, got it twice; rename yours, or bind the resource only once`,
      ),
    );
    this.variables.add(name);
  }

  private createRole(id: string, description: string): ManagedPolicyRole {
    return new ManagedPolicyRole(this, id, {
      assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
      description,
    });
  }

  /**
   * Where the agent of a remote shell writes. AWS does not promise that it writes nowhere else, so that its documentation calls
   * a read-only file system unsupported (https://github.com/aws/containers-roadmap/issues/1359).
   */
  private mountShellVolumes(): void {
    for (const [name, containerPath] of Object.entries(SHELL_VOLUMES)) {
      this.taskDefinition.addVolume({ name });
      this.container.addMountPoints({ sourceVolume: name, containerPath, readOnly: false });
    }
  }

  private addContainer(props: TaskContainerProps, size: TaskSize): ecs.ContainerDefinition {
    const { reserved } = props;
    return this.taskDefinition.addContainer('App', {
      containerName: CONTAINER_NAME,
      image: props.image,
      cpu: reserved && size.cpu - reserved.cpu,
      // All that the task has: without a limit of the container, a rule cannot see that there is one.
      memoryLimitMiB: size.memoryMiB - (reserved?.memoryMiB ?? 0),
      command: props.command,
      entryPoint: props.entryPoint,
      user: props.user ?? DEFAULTS.user,
      readonlyRootFilesystem: true,
      linuxParameters: this.createLinuxParameters(props),
      stopTimeout: props.stopTimeout ?? DEFAULTS.stopTimeout,
      logging: ecs.LogDrivers.awsLogs({
        logGroup: this.logGroup,
        streamPrefix: props.serviceName,
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
      portMappings: props.port ? [{ containerPort: props.port, protocol: ecs.Protocol.TCP }] : undefined,
    });
  }

  /**
   * `/tmp` is in memory: an empty volume of Fargate belongs to root, and another user could not write to it
   * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html).
   */
  private createLinuxParameters(props: TaskContainerProps): ecs.LinuxParameters {
    // An init process passes SIGTERM on and reaps what the application leaves behind.
    const parameters = new ecs.LinuxParameters(this, 'LinuxParameters', { initProcessEnabled: true });
    parameters.addTmpfs({
      containerPath: '/tmp',
      size: (props.tmpSize ?? DEFAULTS.tmpSize).toMebibytes(),
      mountOptions: [ecs.TmpfsMountOption.NOSUID, ecs.TmpfsMountOption.NODEV],
    });
    return parameters;
  }

  private addVariables(props: TaskContainerProps): void {
    const { name, isHome } = props.cluster;
    this.addEnvironment(Environment.DEPLOYMENT, name);
    this.addEnvironment(Environment.SERVICE, props.serviceName);
    this.addEnvironment(Environment.REGION_ROLE, isHome ? 'home' : 'secondary');
    this.addEnvironment(Environment.TOPOLOGY_PATH, topologyPath(name, Stack.of(this).region));
    this.allowTopology(topologyPath(name, Stack.of(this).region));
    Object.entries(props.environment ?? {}).forEach(([variable, value]) => this.addEnvironment(variable, value));
    Object.entries(props.secrets ?? {}).forEach(([variable, secret]) => this.addSecret(variable, secret));
  }

  /** Names of hosts, which move: a task follows them while it runs. Whoever may read a path may read what is below it. */
  private allowTopology(path: string): void {
    const parameters = Stack.of(this).formatArn({ service: 'ssm', resource: 'parameter', resourceName: path.slice(1) });
    this.taskRole.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['ssm:GetParametersByPath'], resources: [parameters] }),
    );
  }

  private acknowledgeFindings({ image }: TaskContainerProps): void {
    acknowledge(
      this.taskDefinition,
      'Names and endpoints only. Secrets are read from Secrets Manager and Parameter Store when a task starts, and never in the template.',
      'AwsSolutions::AwsSolutions-ECS2',
    );
    if (image instanceof ecs.EcrImage || image instanceof ecs.AssetImage) this.acknowledgePull();
  }

  /** Whoever pulls from a registry of the account has to log in to it. */
  public acknowledgePull(): void {
    this.executionRole.acknowledgeGrants(
      'ecr:GetAuthorizationToken cannot be limited to a resource; what may be pulled is limited to one repository.',
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    );
  }
}
