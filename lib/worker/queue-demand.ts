import { Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import {
  QUEUE_DEMAND_CONFIG,
  QueueDemandMetric,
  type QueueDemandConfig,
  type WatchedWorker,
} from '../contract/queue-demand';
import { AlarmSeverity, type IMonitored, type IMonitoring } from '../monitoring';
import { HandlerFunction } from '../private/handler-function';
import { publishEveryMinute } from '../private/publish-every-minute';
import { check, checkAtSynthesis, refuse, type Rule } from '../private/validate';
import type { IWorkQueue } from '../queue';
import type { IServiceCluster } from '../service';

/** A worker whose demand is published. */
export interface WatchOptions {
  /** Name of the worker within the deployment, the value of the metric's dimension. */
  readonly workerName: string;

  /** Name of its ECS service, known at synthesis. */
  readonly ecsServiceName: string;

  /** The queue it consumes. */
  readonly queue: IWorkQueue;

  /** Messages that a task works on at once. */
  readonly concurrency: number;

  /** Messages that a task completes in a second. */
  readonly messagesPerSecond: number;

  /** Time within which what waits should be worked off. */
  readonly drainTime: Duration;
}

/** Publishes how much work waits per task of each worker. */
export interface IQueueDemand extends IConstruct {
  /** Name of the deployment and of its cluster; the value of the metric's dimension. */
  readonly name: string;

  /**
   * Publishes the demand of a worker from now on. `WorkerService` calls this for itself.
   *
   * @param options The worker, and how fast it is. Everything is referred to by literal name.
   */
  watch(options: WatchOptions): void;
}

/** Properties for defining a QueueDemand. */
export interface QueueDemandProps {
  /** The cluster of the workers. The log of the function is encrypted with its key. */
  readonly cluster: IServiceCluster;
}

/** What Lambda allows for all variables of a function, less a margin for the parts that are unknown at synthesis. */
const MAX_CONFIG_LENGTH = 3900;

/**
 * Tells scaling how much work waits: one function for all workers of a region.
 *
 * It is started every minute and publishes, every ten seconds, the metric `QueueDemand` of each worker in the namespace
 * `ZeroToMillions` (dimensions `Deployment` and `Service`), with a resolution of one second: the tasks that are needed to
 * finish what is in flight and to work off what waits within the drain time, for each task that runs. `DesiredTasks` and
 * `UnattendedMessages` go with it. When every queue is empty and no task runs it publishes nothing and ends at once, so a
 * message that wakes a worker may wait for a minute before it is seen.
 *
 * Defines a Lambda function (arm64, 192 MiB), its rule, role, log group and dead-letter queue.
 *
 * **Cost** (list prices, us-east-1, free tiers not counted). An idle month: 43,800 starts x 0.3 s x 0.1875 GB = 2,464 GB-s x
 * 0.0000133334 + 43,800 x 0.20 / million = 0.04 dollars, and 0.02 dollars for each queue (43,800 requests at 0.40 a million).
 * A month that is busy throughout: 43,800 x 52 s x 0.1875 GB = 427,050 GB-s = 5.69 dollars, and 262,800 publications at 0.01 a
 * thousand = 2.63 dollars; for each worker, 262,800 requests to SQS = 0.11 dollars and three metrics at 0.30 = 0.90 dollars.
 * A worker with `minTasks` above 0 counts as busy. Holds no state.
 */
export class QueueDemand extends Construct implements IQueueDemand, IMonitored {
  /** Name of the deployment. */
  public readonly name: string;

  private readonly handler: HandlerFunction;
  private readonly workers: WatchedWorker[] = [];

  constructor(scope: Construct, id: string, props: QueueDemandProps) {
    super(scope, id);
    this.name = props.cluster.name;
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'queue-demand',
      description: `Publishes how much work waits per task of each worker of ${this.name}`,
      // The function of the next minute has begun by then.
      timeout: Duration.seconds(59),
      memory: Size.mebibytes(192),
      environment: {
        [QUEUE_DEMAND_CONFIG]: Lazy.string({ produce: () => Stack.of(this).toJsonString(this.config()) }),
      },
      encryptionKey: props.cluster.encryptionKey,
    });
    publishEveryMinute(this, this.handler, {
      namespace: QueueDemandMetric.NAMESPACE,
      description: `Starts the publication of queue demand of ${this.name}`,
    });
    checkAtSynthesis(this, () => [this.tooLong()]);
  }

  public watch(options: WatchOptions): void {
    check(
      this,
      refuse(
        this.workers.some((worker) => worker.name === options.workerName),
        `workerName must be unique in a deployment, got "${options.workerName}" twice; rename one of the workers`,
      ),
    );
    this.workers.push({
      name: options.workerName,
      service: options.ecsServiceName,
      queue: options.queue.physicalQueueName,
      concurrency: options.concurrency,
      messagesPerSecond: Number(options.messagesPerSecond.toPrecision(4)),
      drainSeconds: options.drainTime.toSeconds({ integral: false }),
    });
    const service = Stack.of(this).formatArn({
      service: 'ecs',
      resource: 'service',
      resourceName: `${this.name}/${options.ecsServiceName}`,
    });
    this.allow('ecs:DescribeServices', service);
    this.allow('sqs:GetQueueAttributes', options.queue.queueArn);
  }

  public monitor(monitoring: IMonitoring): void {
    const period = Duration.minutes(1);
    monitoring.addAlarm(this, 'ErrorsAlarm', {
      metric: this.handler.function.metricErrors({ period, statistic: cloudwatch.Stats.SUM }),
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      severity: AlarmSeverity.CRITICAL,
      summary: 'The demand of some queues is not published, so their workers neither wake nor scale.',
      runbook: 'queue-demand-incomplete',
    });
    monitoring.addAlarm(this, 'SilenceAlarm', {
      metric: this.handler.function.metricInvocations({ period, statistic: cloudwatch.Stats.SUM }),
      threshold: 1,
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 5,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      severity: AlarmSeverity.CRITICAL,
      summary: 'The demand of no queue is published, so workers neither wake nor scale.',
      runbook: 'queue-demand-silent',
    });
  }

  private config(): QueueDemandConfig {
    const stack = Stack.of(this);
    return {
      deployment: this.name,
      queueUrlPrefix: `https://sqs.${stack.region}.${stack.urlSuffix}/${stack.account}/`,
      workers: this.workers,
    };
  }

  private tooLong(): Rule {
    const { length } = JSON.stringify({ ...this.config(), queueUrlPrefix: 'x'.repeat(60) });
    return refuse(
      length > MAX_CONFIG_LENGTH,
      `workers must fit into ${MAX_CONFIG_LENGTH} characters of configuration, got ${length} for ${this.workers.length} workers; define a second QueueDemand for some of them`,
    );
  }

  private allow(action: string, resource: string): void {
    this.handler.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: [action], resources: [resource] }));
  }
}
