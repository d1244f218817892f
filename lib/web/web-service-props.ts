import type { Duration } from 'aws-cdk-lib';
import type { DeploymentStrategy } from './deployment-strategy';
import type { ILoadBalancer } from './load-balancer-api';
import type { IServiceCluster, LoadSource, Scaling, ServiceOptions } from '../service';

/** Who issues the tokens that requests must carry. */
export interface JwtVerification {
  /** Issuer that a token has to name: an HTTPS address of at most 256 characters. */
  readonly issuer: string;

  /** Where the issuer publishes its keys: an HTTPS address of at most 256 characters, reachable from the internet. */
  readonly jwksEndpoint: string;
}

/** A task that runs once before traffic moves to a new version. */
export interface ReleaseOptions {
  /** Command of the container, instead of the service's own. It has to be safe to run twice, and beside the former version. */
  readonly command: string[];

  /**
   * How long it may take: 1 to 14 minutes.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/** What a web service runs, which requests it answers, and how it scales. */
export interface WebServiceOptions extends ServiceOptions {
  /** Port that its container listens on: 1024 to 65535, because others are closed to users that are not root on some systems. */
  readonly port: number;

  /**
   * Patterns of the paths it answers, such as `/api/*`, in which `*` stands for any characters and `?` for one. At most five
   * patterns of paths and hosts together. One service of a load balancer has neither: it answers what no other does.
   *
   * @default - every path
   */
  readonly paths?: string[];

  /**
   * Patterns of the host names it answers, such as `api.example.com`.
   *
   * @default - every host
   */
  readonly hosts?: string[];

  /**
   * Place among the services that match the same request, the lowest first: 1 to 999.
   *
   * @default - derived from the name of the service, after all explicit ones; adding a service never changes it
   */
  readonly priority?: number;

  /**
   * Path that answers 200 to 299 while a task can work. It should check the process alone: if it fails with a database, every
   * task is replaced at once.
   *
   * @default '/'
   */
  readonly healthCheckPath?: string;

  /**
   * Time between two health checks of a task: 5 to 300 seconds.
   *
   * @default Duration.seconds(5)
   */
  readonly healthCheckInterval?: Duration;

  /**
   * Time that a task has to answer a health check: 2 to 120 seconds, less than the interval.
   *
   * @default Duration.seconds(4)
   */
  readonly healthCheckTimeout?: Duration;

  /**
   * Failures in a row that take a task out: 2 to 10. With the defaults a task that stops answering is out within 14 seconds.
   *
   * @default 2
   */
  readonly healthCheckFailures?: number;

  /**
   * How long a new task may fail health checks before it counts as broken: at most 1 hour.
   *
   * @default Duration.seconds(60)
   */
  readonly startupTime?: Duration;

  /**
   * How long a task that is taken out may finish what it has begun: less than `stopTimeout`.
   *
   * @default Duration.seconds(30)
   */
  readonly deregistrationDelay?: Duration;

  /**
   * Fewest tasks. Two survive the loss of one, in another zone.
   *
   * @default 2
   */
  readonly minTasks?: number;

  /**
   * Most tasks: a limit of cost, and of connections to the database.
   *
   * @default 10
   */
  readonly maxTasks?: number;

  /**
   * How the number of tasks follows the load.
   *
   * @default [Scaling.onLoad()]
   */
  readonly scaling?: Scaling[];

  /**
   * Requests that a task answers in a second when it is full, in good time: 0.1 to 100,000. Measure it with a load test. `Scaling.onLoad`
   * then follows the load of each task, which does not saturate, instead of the CPU: it adds as many tasks as are missing at once. A
   * figure that is up to a quarter wrong is survived, at a price (docs/scaling.md).
   *
   * **Cost** (list prices, us-east-1): 0.30 dollars a month for the metric, and 0.04 dollars a month of log for each task.
   *
   * @default - not known: Scaling.onLoad follows the CPU
   */
  readonly ratedRequestsPerSecond?: number;

  /**
   * Where the load of each task is measured. Needs `ratedRequestsPerSecond`, and `Scaling.onLoad`.
   *
   * @default LoadSource.PROXY
   */
  readonly loadSource?: LoadSource;

  /**
   * How new tasks take over from those that run. Changed in place.
   *
   * @default DeploymentStrategy.rolling()
   */
  readonly deploymentStrategy?: DeploymentStrategy;

  /**
   * Has the load balancer refuse requests without a valid token, before they reach a task. Needs a certificate.
   *
   * @default - requests are not checked
   */
  readonly jwt?: JwtVerification;

  /**
   * A task that runs once before traffic moves to a new version, such as a migration. When it fails, the deployment is undone
   * and the old version keeps running.
   *
   * @default - none
   */
  readonly release?: ReleaseOptions;

  /**
   * Response time that 99 % of requests stay below while all is well: at most 1 minute. An alarm goes off above it.
   *
   * @default Duration.seconds(1)
   */
  readonly responseTimeTarget?: Duration;
}

/** Properties for defining a WebService. */
export interface WebServiceProps extends WebServiceOptions {
  /** Where its tasks run. */
  readonly cluster: IServiceCluster;

  /** Where its requests come from. */
  readonly loadBalancer: ILoadBalancer;
}
