import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { LoadDimensions } from './scaling-rules';
import type { TaskContainer, TaskShare } from './task-container';
import { LoadEnvironment, ProxyEnvironment } from '../../contract/load-metric';
import type { TaskSize } from '../../service/task-size';
import { packageRoot } from '../package-root';
import { check, refuse, secondsOf } from '../validate';

/** Properties for defining a LoadProxy. */
export interface LoadProxyProps {
  readonly task: TaskContainer;
  readonly size: TaskSize;
  /** What the load is published under. */
  readonly dimensions: LoadDimensions;
  /** Port of the application. */
  readonly port: number;
  readonly cpuArchitecture: ecs.CpuArchitecture;
  readonly stopTimeout: Duration;
  /** What tells it who it is and what the task is rated for. */
  readonly environment: Record<string, string>;
}

/** Name of the proxy's container. */
const PROXY_NAME = 'load-proxy';

/** Memory of the proxy: it streams, and holds nothing. */
const MEMORY_MIB = 128;

const PORT = 9080;

/** Seconds between the end of what the proxy waits for and the end of its patience. */
const STOP_MARGIN = 2;

/** The load balancer waits no longer for an answer (its longest idle timeout, in seconds), so that it is always the first to give up. */
const LONGEST_IDLE_TIMEOUT = 4000;

/** What a proxy takes of a task: an eighth of its CPU while the application wants the rest, and 128 MiB. */
export function proxyShare(size: TaskSize): TaskShare {
  return { cpu: size.cpu / 8, memoryMiB: MEMORY_MIB };
}

/** Port of the proxy: another one than that of the application, whose network it shares. */
function proxyPort(port: number): number {
  return port === PORT ? PORT + 1 : PORT;
}

/**
 * A reverse proxy beside the application, in the same task, that counts the requests which arrive and publishes them as load per task
 * through the log. The load balancer asks it, and through it the application, for the health of the task. When the task is stopped,
 * the proxy goes first, after the requests that are open; the application, which they need, after it.
 */
export class LoadProxy extends Construct {
  /** Where the load balancer sends requests. */
  public readonly target: { readonly containerName: string; readonly containerPort: number };

  constructor(scope: Construct, id: string, props: LoadProxyProps) {
    super(scope, id);
    const { task, size, dimensions, stopTimeout } = props;
    this.target = { containerName: PROXY_NAME, containerPort: proxyPort(props.port) };
    const directory = join(packageRoot(), 'dist', 'proxy');
    check(
      this,
      refuse(
        !existsSync(join(directory, 'index.js')),
        'proxy must be bundled, got no dist/proxy/index.js; run "npm run prepare" in a clone, or install the package again',
      ),
    );

    const share = proxyShare(size);
    const linuxParameters = new ecs.LinuxParameters(this, 'LinuxParameters', { initProcessEnabled: true });
    linuxParameters.dropCapabilities(ecs.Capability.ALL);
    const container = task.taskDefinition.addContainer('LoadProxy', {
      containerName: PROXY_NAME,
      image: ecs.ContainerImage.fromAsset(directory, { platform: platformOf(props.cpuArchitecture) }),
      cpu: share.cpu,
      memoryLimitMiB: share.memoryMiB,
      user: '1000:1000',
      readonlyRootFilesystem: true,
      linuxParameters,
      stopTimeout,
      environment: {
        [LoadEnvironment.DEPLOYMENT]: dimensions.deployment,
        [LoadEnvironment.SERVICE]: dimensions.service,
        ...props.environment,
        ...routing(props.port),
        ...patience(stopTimeout),
      },
      logging: ecs.LogDrivers.awsLogs({
        logGroup: task.logGroup,
        streamPrefix: dimensions.service,
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
      portMappings: [{ containerPort: this.target.containerPort, protocol: ecs.Protocol.TCP }],
    });
    container.addContainerDependencies({
      container: task.container,
      condition: ecs.ContainerDependencyCondition.START,
    });
    task.acknowledgePull();
  }
}

function routing(port: number): Record<string, string> {
  return {
    [ProxyEnvironment.PORT]: `${proxyPort(port)}`,
    [ProxyEnvironment.APPLICATION_PORT]: `${port}`,
  };
}

function patience(stopTimeout: Duration): Record<string, string> {
  const seconds = secondsOf(stopTimeout);
  return {
    [ProxyEnvironment.TIMEOUT_SECONDS]: `${LONGEST_IDLE_TIMEOUT + STOP_MARGIN}`,
    ...(seconds === undefined ? {} : { [ProxyEnvironment.DRAIN_SECONDS]: `${Math.max(1, seconds - STOP_MARGIN)}` }),
  };
}

function platformOf(architecture: ecs.CpuArchitecture): Platform {
  return architecture === ecs.CpuArchitecture.X86_64 ? Platform.LINUX_AMD64 : Platform.LINUX_ARM64;
}
