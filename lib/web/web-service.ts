import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { ILoadBalancer } from './load-balancer-api';
import { ReleaseTask } from './release-task';
import { healthyTasks, monitorWebService } from './web-service-monitoring';
import type { ReleaseOptions, WebServiceProps } from './web-service-props';
import { webServiceRules, type HealthCheckTiming } from './web-service-rules';
import { healthCheckTiming, routeConditions, targetGroupProps } from './web-service-targets';
import type { IMonitored, IMonitoring } from '../monitoring';
import { kebabCase } from '../private/names';
import { nearMaximum } from '../private/near-maximum';
import { BlueGreen } from '../private/service/blue-green';
import { DEFAULTS, serviceRules } from '../private/service/container-rules';
import { FargateCore } from '../private/service/fargate-core';
import { LoadProxy, proxyShare } from '../private/service/load-proxy';
import { loadPublisher, loadPublisherRules, loadVariables } from '../private/service/load-publisher';
import type { LoadDimensions } from '../private/service/scaling-rules';
import { CONTAINER_NAME } from '../private/service/task-container';
import { mostTasks, taskScalingRules } from '../private/service/task-scaling';
import { check } from '../private/validate';
import { LoadSource, Scaling, type IBindableService, type IServiceBinding } from '../service';

/**
 * A stateless service that answers requests: a container on Fargate, behind the load balancer that the services of a region
 * share, in as many copies as the load needs.
 *
 * A task that stops answering is out within 15 seconds; one that is stopped finishes what it has begun. A deployment starts new
 * tasks before it stops old ones, and undoes itself when they do not come up or, once `monitor` was called, when they answer with
 * errors. It never sets the number of tasks. The container is not root, can write to `/tmp` only, and may do nothing in AWS but
 * what it is granted.
 *
 * **Cost**: that of its tasks, see `TaskSize`; 0.50 dollars for each GB of logs, kept for one year (list price, us-east-1). Holds no
 * state.
 *
 * @example
 * declare const cluster: IServiceCluster;
 * declare const loadBalancer: ILoadBalancer;
 * declare const stack: Stack;
 * new WebService(stack, 'Web', {
 *   cluster,
 *   loadBalancer,
 *   image: ecs.ContainerImage.fromRegistry('example/shop'),
 *   port: 8080,
 *   healthCheckPath: '/health',
 * });
 */
export class WebService extends Construct implements IBindableService, IMonitored {
  /** Name of the service within the deployment, such as `web`. */
  public readonly serviceName: string;
  /** What it can connect to, and be connected to by. */
  public readonly connections: ec2.Connections;
  /** The role of the application: grant it what the service needs. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** The ECS service. */
  public readonly service: ecs.IBaseService;
  /** The tasks that the load balancer sends requests to. */
  public readonly targetGroup: elbv2.IApplicationTargetGroup;
  private readonly core: FargateCore;
  private readonly targets: elbv2.ApplicationTargetGroup;
  private readonly blueGreen?: BlueGreen;
  private readonly loadBalancer: ILoadBalancer;
  private readonly clusterName: string;
  private readonly responseTimeTarget: Duration;
  private readonly nearMaximum?: number;

  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    this.serviceName = props.serviceName ?? kebabCase(id);
    const [minTasks, maxTasks] = [props.minTasks ?? 2, props.maxTasks ?? 10];
    const scaling = props.scaling ?? [Scaling.onLoad()];
    const publisher = loadPublisher({ ...props, scaling });
    const limits = { minTasks, maxTasks, scaling, load: publisher && this.loadDimensions(props) };
    const timing = healthCheckTiming(props);
    check(
      this,
      ...serviceRules(props, this.serviceName, minTasks, maxTasks),
      ...taskScalingRules(
        { ...limits, requestSource: { loadBalancer: props.loadBalancer.fullName, targetGroups: [] } },
        1,
      ),
      ...loadPublisherRules({ ...props, scaling }),
      ...webServiceRules(props, timing),
    );

    this.loadBalancer = props.loadBalancer;
    this.clusterName = props.cluster.name;
    this.nearMaximum = nearMaximum(minTasks, mostTasks(maxTasks, scaling));
    this.responseTimeTarget = props.responseTimeTarget ?? Duration.seconds(1);
    this.core = new FargateCore(this, 'Core', {
      ...props,
      minTasks,
      serviceName: this.serviceName,
      healthCheckGracePeriod: timing.startupTime,
      deployment: props.deploymentStrategy?._render(),
      reserved: publisher === LoadSource.PROXY ? proxyShare(props.size ?? DEFAULTS.size) : undefined,
    });
    const proxy = this.publishLoad(props, timing, publisher);
    this.blueGreen = this.createBlueGreen(props, timing);
    this.targets = this.createTargetGroup(props, timing, proxy);
    this.createRule(props);
    this.core.scale({
      ...limits,
      requestSource: { loadBalancer: props.loadBalancer.fullName, targetGroups: this.targetGroupNames() },
    });
    if (props.release) this.releaseBefore(props, props.release);

    this.service = this.core.service;
    this.targetGroup = this.targets;
    this.connections = this.core.connections;
    this.grantPrincipal = this.core.grantPrincipal;
  }

  /**
   * Gives the service everything it needs to use a resource: variables, network access and permissions.
   *
   * @param binding What it will use, such as a database or a queue.
   */
  public bind(binding: IServiceBinding): void {
    binding.bindToService(this);
  }

  public addEnvironment(name: string, value: string): void {
    this.core.addEnvironment(name, value);
  }

  public addSecret(name: string, secret: ecs.Secret): void {
    this.core.addSecret(name, secret);
  }

  /**
   * Names of the variables of its tasks.
   *
   * @internal
   */
  public get _variableNames(): string[] {
    return this.core.task.variableNames;
  }

  public redeployOnRotation(secret: secretsmanager.ISecret): void {
    this.core.redeployOnRotation(secret);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorWebService(this, monitoring, {
      core: this.core,
      clusterName: this.clusterName,
      loadBalancer: this.loadBalancer.fullName,
      targetGroups: this.targetGroupNames(),
      responseTimeTarget: this.responseTimeTarget,
      nearMaximum: this.nearMaximum,
    });
  }

  /**
   * Number of tasks that the load balancer finds healthy, every minute.
   *
   * @internal
   */
  public _healthyTasks(): cloudwatch.IMetric {
    return healthyTasks({ loadBalancer: this.loadBalancer.fullName, targetGroups: this.targetGroupNames() });
  }

  /** Names within metrics. With blue/green deployments two, of which either may have the requests. */
  private targetGroupNames(): string[] {
    return [this.targets, ...(this.blueGreen ? [this.blueGreen.alternate] : [])].map(
      ({ targetGroupFullName }) => targetGroupFullName,
    );
  }

  /** Tells what publishes the load per task what it measures: the application, or a proxy before it. */
  private publishLoad(
    props: WebServiceProps,
    { interval }: HealthCheckTiming,
    publisher: LoadSource | undefined,
  ): LoadProxy | undefined {
    if (publisher === undefined || props.ratedRequestsPerSecond === undefined) return undefined;
    const variables = loadVariables(props.ratedRequestsPerSecond, { path: props.healthCheckPath, interval });
    if (publisher === LoadSource.APPLICATION) {
      Object.entries(variables).forEach(([name, value]) => this.core.addEnvironment(name, value));
      return undefined;
    }
    return new LoadProxy(this, 'LoadProxy', {
      task: this.core.task,
      size: props.size ?? DEFAULTS.size,
      dimensions: this.loadDimensions(props),
      port: props.port,
      cpuArchitecture: props.cpuArchitecture ?? ecs.CpuArchitecture.ARM64,
      stopTimeout: props.stopTimeout ?? DEFAULTS.stopTimeout,
      environment: variables,
    });
  }

  private loadDimensions(props: WebServiceProps): LoadDimensions {
    return { deployment: props.cluster.name, service: this.serviceName };
  }

  private createTargetGroup(
    props: WebServiceProps,
    timing: HealthCheckTiming,
    proxy: LoadProxy | undefined,
  ): elbv2.ApplicationTargetGroup {
    const container = proxy?.target ?? { containerName: CONTAINER_NAME, containerPort: props.port };
    return new elbv2.ApplicationTargetGroup(this, 'TargetGroup', {
      ...targetGroupProps(props, timing),
      targets: [this.core.service.loadBalancerTarget({ ...container, alternateTarget: this.blueGreen })],
    });
  }

  private createBlueGreen(props: WebServiceProps, timing: HealthCheckTiming): BlueGreen | undefined {
    if (!props.deploymentStrategy?._isBlueGreen) return undefined;
    const blueGreen = new BlueGreen(this, 'BlueGreen', {
      serviceName: this.core.physicalServiceName,
      targetGroup: targetGroupProps(props, timing),
    });
    this.core.service.node.addDependency(blueGreen.role);
    return blueGreen;
  }

  private createRule(props: WebServiceProps): void {
    const { paths, hosts, jwt } = props;
    const forward = this.blueGreen?.forwardFrom(this.targets) ?? elbv2.ListenerAction.forward([this.targets]);
    const rule = new elbv2.ApplicationListenerRule(this, 'Rule', {
      listener: this.loadBalancer.listener,
      priority: this.loadBalancer.addRoute(this, {
        service: this.serviceName,
        paths,
        hosts,
        priority: props.priority,
        verifiesTokens: jwt !== undefined,
      }),
      conditions: routeConditions(props),
      action: jwt ? elbv2.ListenerAction.authenticateJwt({ ...jwt, next: forward }) : forward,
    });
    this.blueGreen?.shift(rule, this.loadBalancer.listener, this.targets.targetGroupArn);
  }

  /** The task runs with everything the service has; nothing of the service moves before it has succeeded. */
  private releaseBefore(props: WebServiceProps, release: ReleaseOptions): void {
    const task = new ReleaseTask(this, 'Release', {
      cluster: props.cluster.cluster,
      taskDefinition: this.core.task.taskDefinition,
      containerName: CONTAINER_NAME,
      command: release.command,
      timeout: release.timeout,
      vpc: props.cluster.cluster.vpc,
      subnets: props.cluster.subnets,
      securityGroups: [this.core.securityGroup],
      encryptionKey: props.cluster.encryptionKey,
    });
    task.node.addDependency(this.core.securityGroup, this.core.task);
    this.core.service.node.addDependency(task);
  }
}
