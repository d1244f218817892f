import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DemandMetrics } from '../private/worker/demand-metrics';
import { presetFor } from '../private/worker/demand-presets';
import { DemandScaling } from '../private/worker/demand-scaling';
import { WorkerMonitor } from '../private/worker/worker-monitor';
import type { WorkerServiceProps } from './worker-props';
import { WORKER_DEFAULTS, workerRules } from '../private/worker/worker-rules';
import { Environment } from '../contract/environment';
import type { IMonitored, IMonitoring } from '../monitoring';
import { acknowledge } from '../private/acknowledge';
import { kebabCase } from '../private/names';
import { nearMaximum } from '../private/near-maximum';
import { check } from '../private/validate';
import type { IBindableService } from '../service';
import { FargateCore } from '../private/service/fargate-core';

/**
 * Works through a queue on Fargate: from no task at all to as many as the age of messages asks for.
 *
 * Scaling follows the demand that `QueueDemand` publishes every ten seconds, and counts messages in flight: one message wakes
 * the worker, tasks are added in proportion to what is missing, and the last one goes after nothing was waiting or in flight
 * for `sleepAfter`. Application Auto Scaling picks the task that is stopped: it gets SIGTERM and has `stopTimeout` to finish
 * its message; where that is too short, it has to protect itself (`taskProtection`).
 *
 * Defines an ECS service with its task definition, roles, security group and log group, a scalable target, and two step
 * scaling policies with their alarms, or four where it sleeps. A task finds the queue in `WORK_QUEUE_URL`.
 *
 * **Cost** (list prices, us-east-1): that of its tasks while they run, nothing while it sleeps; 1.20 dollars a month for the alarms
 * that scale a worker that sleeps, 0.40 dollars without sleep (0.30 for each metric at high resolution, 0.10 for others), and its
 * share of `QueueDemand`. Holds no state.
 */
export class WorkerService extends Construct implements IBindableService, IMonitored {
  /** Name of the worker within the deployment. */
  public readonly serviceName: string;

  /** Connections of its tasks. */
  public readonly connections: ec2.Connections;

  /** The role of its tasks. */
  public readonly grantPrincipal: iam.IPrincipal;

  /** The ECS service. References to it from another stack become imports. */
  public readonly service: ecs.FargateService;

  private readonly core: FargateCore;
  private readonly monitored: WorkerMonitor;

  constructor(scope: Construct, id: string, props: WorkerServiceProps) {
    super(scope, id);
    this.serviceName = props.serviceName ?? kebabCase(id);
    check(this, ...workerRules(props, this.serviceName));

    const { name } = props.cluster;
    const ecsServiceName = `${name}-${this.serviceName}`;
    const concurrency = props.concurrency ?? WORKER_DEFAULTS.concurrency;
    const processingTime = props.processingTime ?? WORKER_DEFAULTS.processingTime;
    const messageAge = props.messageAge ?? WORKER_DEFAULTS.messageAge;
    const minTasks = props.minTasks ?? WORKER_DEFAULTS.minTasks;
    const maxTasks = props.maxTasks ?? WORKER_DEFAULTS.maxTasks;
    const preset = presetFor(messageAge);
    const metrics = new DemandMetrics(name, this.serviceName);

    this.core = new FargateCore(this, 'Core', { ...props, minTasks, serviceName: this.serviceName });
    this.service = this.core.service;
    this.connections = this.core.connections;
    this.grantPrincipal = this.core.grantPrincipal;
    this.addEnvironment(Environment.WORK_CONCURRENCY, `${concurrency}`);
    props.queue.bindToConsumer(this);
    if (props.taskProtection) this.allowTaskProtection(name);
    new DemandScaling(this, 'DemandScaling', {
      name: ecsServiceName,
      target: this.core.scale({ minTasks, maxTasks, scaling: [] }).target,
      metrics,
      preset,
      sleeps: minTasks === 0,
      sleepAfter: props.sleepAfter ?? WORKER_DEFAULTS.sleepAfter,
    });
    props.queueDemand.watch({
      workerName: this.serviceName,
      ecsServiceName,
      queue: props.queue,
      concurrency,
      messagesPerSecond: props.messagesPerSecond ?? concurrency / processingTime.toSeconds({ integral: false }),
      drainTime: Duration.seconds(preset.drainShare * messageAge.toSeconds()),
    });
    this.monitored = new WorkerMonitor({
      worker: this.serviceName,
      cluster: name,
      ecsServiceName,
      metrics,
      preset,
      nearMaximum: nearMaximum(minTasks, maxTasks),
    });
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

  /**
   * Makes a deployment undo itself when an alarm goes off while it runs.
   *
   * @param alarm The alarm. It must not refer to the service, only to its name.
   */
  public rollBackOn(alarm: cloudwatch.IAlarm): void {
    this.core.rollBackOn(alarm);
  }

  public monitor(monitoring: IMonitoring): void {
    this.monitored.monitor(this, monitoring);
  }

  private allowTaskProtection(cluster: string): void {
    const stack = Stack.of(this);
    this.grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'],
        resources: [stack.formatArn({ service: 'ecs', resource: 'task', resourceName: `${cluster}/*` })],
        conditions: {
          ArnEquals: {
            'ecs:cluster': stack.formatArn({ service: 'ecs', resource: 'cluster', resourceName: cluster }),
          },
        },
      }),
    );
    const plain = (value: string, pseudo: string) => (Token.isUnresolved(value) ? `<AWS::${pseudo}>` : value);
    const owner = `${plain(stack.region, 'Region')}:${plain(stack.account, 'AccountId')}`;
    acknowledge(
      this.core.task.taskRole,
      'A task protects itself, and its id is known only once it runs. The permission ends at the cluster.',
      `AwsSolutions::AwsSolutions-IAM5[Resource::arn:${plain(stack.partition, 'Partition')}:ecs:${owner}:task/${cluster}/*]`,
    );
  }
}
