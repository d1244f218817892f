import { Lazy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEFAULTS } from './container-rules';
import { allowRemoteShell } from './remote-shell';
import type { IBindableService } from '../../service/service-binding';
import type { IServiceCluster } from '../../service/service-cluster';
import { TaskContainer, type TaskContainerProps } from './task-container';
import { TaskScaling, type TaskScalingOptions } from './task-scaling';

/** Properties for defining a FargateCore. */
export interface FargateCoreProps extends TaskContainerProps {
  /** How long a new task may fail health checks of a load balancer. Default: no load balancer. */
  readonly healthCheckGracePeriod?: Duration;
  /** What deployments are told beside what all are. Default: a rolling one. */
  readonly deployment?: { readonly strategy: string; readonly bakeTimeInMinutes: number };
  /** Fewest tasks, which may be what runs on demand. Default: 1. */
  readonly minTasks?: number;
}

/**
 * What a web service and a worker have in common: an ECS service on Fargate whose deployments undo themselves when they fail,
 * and whose task count no deployment ever sets.
 */
export class FargateCore extends Construct implements IBindableService {
  public readonly serviceName: string;
  /** Name of the ECS service, known without asking it. */
  public readonly physicalServiceName: string;
  public readonly connections: ec2.Connections;
  public readonly grantPrincipal: iam.IPrincipal;
  public readonly service: ecs.FargateService;
  public readonly task: TaskContainer;
  public readonly securityGroup: ec2.SecurityGroup;
  private readonly cluster: IServiceCluster;
  private readonly rollbackAlarms: cloudwatch.IAlarm[] = [];

  constructor(scope: Construct, id: string, props: FargateCoreProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.serviceName = props.serviceName;
    this.physicalServiceName = `${props.cluster.name}-${props.serviceName}`;
    this.task = new TaskContainer(this, 'Task', props);
    this.grantPrincipal = this.task.taskRole;
    this.securityGroup = this.createSecurityGroup(props);
    this.connections = new ec2.Connections({ securityGroups: [this.securityGroup] });
    this.service = this.createService(props);
    if (props.remoteShell) allowRemoteShell(this.service, this.task.taskRole, props.cluster);
  }

  public addEnvironment(name: string, value: string): void {
    this.task.addEnvironment(name, value);
  }

  public addSecret(name: string, secret: ecs.Secret): void {
    this.task.addSecret(name, secret);
  }

  public redeployOnRotation(secret: secretsmanager.ISecret): void {
    this.cluster.redeployOnRotation(this.service, secret);
  }

  /** Makes a deployment undo itself when the alarm goes off while it runs. The alarm must not refer to the service. */
  public rollBackOn(alarm: cloudwatch.IAlarm): void {
    this.rollbackAlarms.push(alarm);
  }

  /** Defines the limits and policies of the task count. */
  public scale(options: TaskScalingOptions): TaskScaling {
    return new TaskScaling(this, 'Scaling', {
      ...options,
      name: this.physicalServiceName,
      clusterName: this.cluster.name,
      service: this.service,
    });
  }

  /** Nothing comes in, and only HTTPS goes out (AWS APIs, registries), until the service is connected to something. */
  private createSecurityGroup(props: FargateCoreProps): ec2.SecurityGroup {
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.cluster.cluster.vpc,
      description: `Tasks of ${props.serviceName} of ${props.cluster.name}`,
      allowAllOutbound: false,
      disableInlineRules: false,
    });
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS APIs, registries and HTTPS services');
    return securityGroup;
  }

  private createService(props: FargateCoreProps): ecs.FargateService {
    const service = new ecs.FargateService(this, 'Service', {
      cluster: props.cluster.cluster,
      serviceName: this.physicalServiceName,
      taskDefinition: this.task.taskDefinition,
      vpcSubnets: props.cluster.subnets,
      securityGroups: [this.securityGroup],
      capacityProviderStrategies: (props.capacity ?? DEFAULTS.capacity)._render(props.minTasks ?? 1),
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      // Explicit, because otherwise a feature flag decides whether it is rendered, and it can never be changed.
      deploymentController: { type: ecs.DeploymentControllerType.ECS },
      circuitBreaker: { enable: true, rollback: true },
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: props.healthCheckGracePeriod,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      enableECSManagedTags: true,
    });
    // What a task may do and connect to has to be in place before the first one starts.
    service.node.addDependency(this.task.executionRole, this.task.taskRole, this.securityGroup);
    this.renderDeployment(service.node.defaultChild as ecs.CfnService, props.deployment);
    return service;
  }

  /** On the L1: the L2 renders the alarms differently under different feature flags, and keeps only those of its first call. */
  private renderDeployment(cfnService: ecs.CfnService, deployment: FargateCoreProps['deployment']): void {
    cfnService.deploymentConfiguration = {
      ...deployment,
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: Lazy.any({
        produce: () =>
          this.rollbackAlarms.length > 0
            ? { alarmNames: this.rollbackAlarms.map((alarm) => alarm.alarmName), enable: true, rollback: true }
            : undefined,
      }),
    };
  }
}
