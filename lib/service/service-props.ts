import type { Duration, Size } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Capacity } from './capacity';
import type { IServiceCluster } from './service-cluster';
import type { TaskSize } from './task-size';

/** What every service has in common, whether it answers requests or works on a queue. */
export interface ServiceOptions {
  /** Image of its container. It has to be built for the `cpuArchitecture`. */
  readonly image: ecs.ContainerImage;

  /**
   * Name of the service within the deployment: 1 to 20 lower-case letters, digits and single hyphens. It becomes part of physical
   * names and can never change without replacing the service.
   *
   * @default - the id of the construct in kebab case
   */
  readonly serviceName?: string;

  /**
   * CPU and memory of a task.
   *
   * @default TaskSize.SMALL
   */
  readonly size?: TaskSize;

  /**
   * Processor that the image is built for. arm64 costs a fifth less than x86-64 on Fargate.
   *
   * @default ecs.CpuArchitecture.ARM64
   */
  readonly cpuArchitecture?: ecs.CpuArchitecture;

  /**
   * What tasks run on: on demand, or Spot above a base.
   *
   * @default Capacity.onDemand()
   */
  readonly capacity?: Capacity;

  /**
   * Variables of the container. Never put a secret here.
   *
   * @default - only those of the platform and of what the service is bound to
   */
  readonly environment?: Record<string, string>;

  /**
   * Variables whose values are read from Secrets Manager or Parameter Store when a task starts.
   *
   * @default - only those of what the service is bound to
   */
  readonly secrets?: Record<string, ecs.Secret>;

  /**
   * Command of the container.
   *
   * @default - that of the image
   */
  readonly command?: string[];

  /**
   * Entry point of the container.
   *
   * @default - that of the image
   */
  readonly entryPoint?: string[];

  /**
   * User that the container runs as, `uid`, `uid:gid` or a name that the image knows. Root is refused. It is set even where the
   * image sets one, because otherwise nobody could tell from the template that it is not root.
   *
   * @default '1000:1000'
   */
  readonly user?: string;

  /**
   * Size of the file system in memory that is mounted at `/tmp`. It is the only place that a container can write to, and what is
   * in it counts as memory of the task: at most half of it.
   *
   * @default Size.mebibytes(64)
   */
  readonly tmpSize?: Size;

  /**
   * How long a container may take to finish after SIGTERM, before it is killed: 1 to 120 seconds.
   *
   * @default Duration.seconds(60)
   */
  readonly stopTimeout?: Duration;

  /**
   * Whether a shell can be opened in a running container (`aws ecs execute-command`). Everything typed and printed is kept in the
   * audit log of the cluster. The root file system stays read-only; the agent of the shell gets volumes where it is known to write,
   * which AWS does not promise to be all (https://github.com/aws/containers-roadmap/issues/1359).
   *
   * @default false
   */
  readonly remoteShell?: boolean;
}

/** What every service has in common, and where it runs. */
export interface ServiceProps extends ServiceOptions {
  /** Where its tasks run. */
  readonly cluster: IServiceCluster;
}
