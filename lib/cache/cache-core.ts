import { ArnFormat, RemovalPolicy, Stack, type CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { CacheProps, ICache } from './cache';
import { Environment } from '../contract/environment';
import { TopologyEntry, topologyPath } from '../contract/topology';
import { encryptionKey } from '../private/key';
import { generationRule, nameRule } from '../private/names';
import { countSubnets } from '../private/subnets';
import { check, matches, refuse, trueOrFalse, type Rule } from '../private/validate';
import type { IBindableService } from '../service';

/**
 * The port of nodes is create-only. It is the one that clients expect: another would hide nothing that TLS, IAM and the
 * security group do not guard. A serverless cache has it, and the next one for reads that may be a little stale.
 */
export const CACHE_PORT = 6379;

/** How many days ElastiCache keeps a snapshot at most. */
export const MAX_SNAPSHOT_RETENTION_DAYS = 35;

/** What is around the data in both kinds of cache: key, security group, user, published endpoint, binding. */
export class CacheCore {
  public readonly userGroup: elasticache.CfnUserGroup;
  public readonly subnetIds: string[];
  public readonly key: kms.IKey;
  public readonly securityGroup: ec2.ISecurityGroup;
  private readonly removalPolicy: RemovalPolicy;

  constructor(
    private readonly scope: Construct,
    private readonly cacheName: string,
    private readonly props: CacheProps,
  ) {
    this.removalPolicy = props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    this.subnetIds = props.vpc.selectSubnets(subnetSelection(props)).subnetIds;
    this.key =
      props.encryptionKey ??
      encryptionKey(scope, 'Key', { description: `Cache ${cacheName}`, removable: props.disposable });
    this.securityGroup = props.securityGroup ?? this.createSecurityGroup();
    this.userGroup = this.createUserGroup();
  }

  /** Keeps or removes a resource together with the cache: what a kept cache still uses could not be deleted. */
  public keep(...resources: CfnResource[]): void {
    resources.forEach((resource) => resource.applyRemovalPolicy(this.removalPolicy));
  }

  /** Publishes `host:port` where tasks read it when they start. */
  public publishEndpoint(address: string, port: string): void {
    new ssm.StringParameter(this.scope, 'Endpoint', {
      parameterName: this.endpointParameter(this.scope),
      stringValue: `${address}:${port}`,
      description: `Endpoint of the cache ${this.cacheName}`,
    });
  }

  /**
   * Everything in the service's stack and by literal name, so that the cache can be removed first.
   *
   * @param type Type of the cache in its ARN.
   */
  public bind(cache: ICache, service: IBindableService, type: string): void {
    check(
      service,
      refuse(
        service.node.tryFindChild('CacheEndpoint') !== undefined,
        `cache must be bound only once to a service, got ${this.cacheName} as another; bind one cache to each service`,
      ),
    );
    // From the service's side: so the rule is created in the service's stack.
    service.connections.allowToDefaultPort(cache, `${service.serviceName} to the cache`);
    const endpoint = ssm.StringParameter.fromStringParameterAttributes(service, 'CacheEndpoint', {
      parameterName: this.endpointParameter(service),
      // Without this the import would be a parameter of the template.
      forceDynamicReference: true,
    });
    service.addSecret(Environment.CACHE_ENDPOINT, ecs.Secret.fromSsmParameter(endpoint));
    service.addEnvironment(Environment.CACHE_MODE, 'cluster');
    service.addEnvironment(Environment.CACHE_NAME, this.cacheName);
    service.addEnvironment(Environment.CACHE_USER, this.cacheName);
    const arn = (resource: string) =>
      Stack.of(service).formatArn({
        service: 'elasticache',
        resource,
        resourceName: this.cacheName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    iam.Grant.addToPrincipal({
      grantee: service,
      actions: ['elasticache:Connect'],
      resourceArns: [arn(type), arn('user')],
    });
  }

  /**
   * One user that authenticates by IAM, and no user named `default`: Valkey groups, unlike those of Redis, need none, and
   * without it an unauthenticated connection can do nothing. The name of an IAM user has to equal its id.
   */
  private createUserGroup(): elasticache.CfnUserGroup {
    const user = new elasticache.CfnUser(this.scope, 'User', {
      userId: this.cacheName,
      userName: this.cacheName,
      engine: 'valkey',
      authenticationMode: { Type: 'iam' },
      // Every key, channel and command but those that Valkey itself calls dangerous (FLUSHALL, KEYS, …); clients need INFO.
      accessString: 'on ~* &* +@all -@dangerous +info',
    });
    const group = new elasticache.CfnUserGroup(this.scope, 'UserGroup', {
      userGroupId: this.cacheName,
      engine: 'valkey',
      userIds: [this.cacheName],
    });
    group.addResourceDependency(user);
    this.keep(user, group);
    return group;
  }

  private createSecurityGroup(): ec2.SecurityGroup {
    const securityGroup = new ec2.SecurityGroup(this.scope, 'SecurityGroup', {
      vpc: this.props.vpc,
      description: `Cache ${this.cacheName}`,
      allowAllOutbound: false,
    });
    securityGroup.applyRemovalPolicy(this.removalPolicy);
    return securityGroup;
  }

  private endpointParameter(scope: Construct): string {
    return `${topologyPath(this.props.name, Stack.of(scope).region)}/${TopologyEntry.cacheEndpoint(this.cacheName)}`;
  }
}

/** What both kinds refuse. */
export function cacheRules(props: CacheProps): Rule[] {
  const subnets = countSubnets(props.vpc, subnetSelection(props));
  return [
    nameRule(props.name),
    generationRule(props.generation),
    matches(
      'snapshotTime',
      props.snapshotTime,
      /^([01]\d|2[0-3]):[0-5]\d$/,
      'be a time of day as hh:mm in UTC',
      'use one such as 03:30',
    ),
    refuse(
      subnets < 2,
      `vpcSubnets must select subnets in at least 2 zones, got ${subnets}; a cache in one zone is lost with it`,
    ),
    trueOrFalse('disposable', props.disposable),
  ];
}

function subnetSelection(props: CacheProps): ec2.SubnetSelection {
  return props.vpcSubnets ?? { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
}
