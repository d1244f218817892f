import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, type IConstruct } from 'constructs';
import { RotationRedeploy } from './rotation-redeploy';
import type { IMonitored, IMonitoring } from '../monitoring';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import { encryptedLogGroup } from '../private/log-group';
import { nameRule } from '../private/names';
import { countSubnets } from '../private/subnets';
import { check, refuse, trueOrFalse } from '../private/validate';

/** Where services and workers run. */
export interface IServiceCluster extends IConstruct {
  /** Name of the deployment, which is also the name of the cluster. */
  readonly name: string;

  /** The ECS cluster. */
  readonly cluster: ecs.ICluster;

  /** Subnets that tasks are placed in. */
  readonly subnets: ec2.SubnetSelection;

  /** Key that encrypts the logs of tasks and the sessions of a remote shell. */
  readonly encryptionKey: kms.IKey;

  /** Whether it is in the home region. */
  readonly isHome: boolean;

  /**
   * Redeploys a service whenever a secret has rotated, because a running task keeps the value it started with.
   *
   * @param service The service that was given the secret.
   * @param secret The rotating secret.
   */
  redeployOnRotation(service: ecs.FargateService, secret: secretsmanager.ISecret): void;
}

/** Properties for defining a ServiceCluster. */
export interface ServiceClusterProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. It becomes the name of the cluster. */
  readonly name: string;

  /** The network that tasks run in. */
  readonly vpc: ec2.IVpc;

  /**
   * Subnets that tasks are placed in. Tasks pull their images and talk to AWS from there, so they need a way out.
   *
   * @default - the private subnets with a route to the internet
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * Key that encrypts the logs of tasks and the sessions of a remote shell. It has to let CloudWatch Logs use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether this is the home region, or the only one. Tasks find it as `REGION_ROLE`, which is `home` or `secondary`. Which region writes
   * to the database at present is another matter, and in no template.
   *
   * @default true
   */
  readonly isHome?: boolean;
}

/**
 * The ECS cluster of a region, shared by its web services and workers: Fargate and Fargate Spot, Container Insights, and an
 * audit log of everything that is typed and printed in remote shells (see `remoteShell` of a service), kept for one year.
 *
 * **Cost**: Container Insights, about 0.30 dollars a month for each of some ten metrics of a service, and 1 dollar a month
 * for the key when none is given (list price, us-east-1). The cluster itself is free. Holds no state.
 */
export class ServiceCluster extends Construct implements IServiceCluster, IMonitored {
  /** Name of the deployment, which is also the name of the cluster. */
  public readonly name: string;
  /** The ECS cluster. */
  public readonly cluster: ecs.ICluster;
  /** Subnets that tasks are placed in. */
  public readonly subnets: ec2.SubnetSelection;
  /** Key that encrypts the logs of tasks and the sessions of a remote shell. */
  public readonly encryptionKey: kms.IKey;
  /** Whether it is in the home region. */
  public readonly isHome: boolean;
  private readonly redeploys = new Map<Stack, RotationRedeploy>();
  private readonly monitorings: IMonitoring[] = [];

  constructor(scope: Construct, id: string, props: ServiceClusterProps) {
    super(scope, id);
    const subnets = props.subnets ?? { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
    check(
      this,
      nameRule(props.name),
      trueOrFalse('isHome', props.isHome),
      refuse(
        countSubnets(props.vpc, subnets) === 0,
        'subnets must select subnets of the VPC, got none; name those that tasks are placed in, with a way out',
      ),
    );

    this.name = props.name;
    this.subnets = subnets;
    this.isHome = props.isHome ?? true;
    this.encryptionKey = props.encryptionKey ?? this.createKey();
    const shellLog = encryptedLogGroup(this, { encryptionKey: this.encryptionKey });
    const cluster = new ecs.Cluster(this, 'Cluster', {
      clusterName: props.name,
      vpc: props.vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
      executeCommandConfiguration: {
        kmsKey: this.encryptionKey,
        logging: ecs.ExecuteCommandLogging.OVERRIDE,
        logConfiguration: { cloudWatchLogGroup: shellLog, cloudWatchEncryptionEnabled: true },
      },
    });
    // On the cluster itself: the association that the L2 makes instead may come after the first service that needs it.
    (cluster.node.defaultChild as ecs.CfnCluster).capacityProviders = ['FARGATE', 'FARGATE_SPOT'];
    this.cluster = cluster;
  }

  public redeployOnRotation(service: ecs.FargateService, secret: secretsmanager.ISecret): void {
    this.redeployIn(service).addService(service, secret);
  }

  public monitor(monitoring: IMonitoring): void {
    this.monitorings.push(monitoring);
    this.redeploys.forEach((redeploy) => redeploy.monitor(monitoring));
  }

  /**
   * Defines what redeploys services before one asks for it. So its log and its queue are not deleted on the day on which the last
   * service gives up passwords for tokens.
   *
   * @internal
   */
  public _keepRedeploy(): void {
    this.redeployIn(this);
  }

  /** In the stack of the service: the cluster's must not import from it. */
  private redeployIn(scope: Construct): RotationRedeploy {
    const stack = Stack.of(scope);
    const known = this.redeploys.get(stack);
    if (known) return known;
    const owner = stack === Stack.of(this) ? this : scope;
    const redeploy = new RotationRedeploy(owner, 'RotationRedeploy', { encryptionKey: this.encryptionKey });
    this.monitorings.forEach((monitoring) => redeploy.monitor(monitoring));
    this.redeploys.set(stack, redeploy);
    return redeploy;
  }

  private createKey(): kms.Key {
    const key = encryptionKey(this, 'Key', { description: `Logs of tasks of ${this.name}`, removable: true });
    allowCloudWatchLogs(key);
    return key;
  }
}
