import { Duration, Stack, Token } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import type { ILoadBalancer, LoadBalancerRoute } from './load-balancer-api';
import { acknowledgeLoadBalancerFindings } from './load-balancer-findings';
import { monitorLoadBalancer } from './load-balancer-monitoring';
import { originFacingPrefixListOf, regionsWithPrefixList } from './origin-facing-prefix-lists';
import { conflicts, priorityOf, type Route } from './routes';
import type { IMonitored, IMonitoring } from '../monitoring';
import { generationRule, nameRule, physicalName } from '../private/names';
import { countSubnets } from '../private/subnets';
import { check, durationBetween, matches, refuse, type Rule } from '../private/validate';

/** Properties for defining a LoadBalancer. */
export interface LoadBalancerProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens, not starting with `internal-`. */
  readonly name: string;

  /** The network it stands in. CloudFront needs the VPC to have an internet gateway, although nothing is routed through it. */
  readonly vpc: ec2.IVpc;

  /**
   * Subnets that it stands in, at least two.
   *
   * @default - the private subnets with a route to the internet
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * Certificate of this region. With one, HTTPS on port 443 is all that is listened to; without, HTTP on port 80, which is for
   * deployments without a domain: the way from CloudFront to the load balancer never leaves the network of AWS.
   *
   * @default - none
   */
  readonly certificate?: acm.ICertificate;

  /**
   * How long a connection may be silent: 1 to 4000 seconds. Longer than CloudFront waits for an answer.
   *
   * @default Duration.seconds(60)
   */
  readonly idleTimeout?: Duration;

  /**
   * Bucket for access logs. It has to be encrypted with S3's own key, the only one that load balancers can write with.
   *
   * @default - none: CloudFront, the only way in, logs every request
   */
  readonly accessLogs?: s3.IBucket;

  /**
   * Prefix list of the addresses that CloudFront connects from.
   *
   * @default - the one of the region, where it is known
   */
  readonly originFacingPrefixListId?: string;

  /**
   * Part of the physical name. Raise it to have a new load balancer beside the old one.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the load balancer goes when the stack is destroyed. Otherwise it is protected against deletion.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/** An outgoing rule that nothing matches. */
const NOTHING: ec2.CfnSecurityGroup.EgressProperty = {
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
  cidrIp: '255.255.255.255/32',
  description: 'Nothing but what services add',
};

/**
 * The internal load balancer that all web services of a region share. Nothing but CloudFront can connect to it, and requests
 * that no service answers get a 404.
 *
 * It has an explicit name with a generation: a VPC origin of CloudFront cannot be moved to another load balancer, so that an
 * accidental replacement has to fail instead of cutting the origin off.
 *
 * **Cost**: 16 dollars a month, and 6 dollars for each capacity unit in use all month (list price, us-east-1). Holds no state.
 */
export class LoadBalancer extends Construct implements ILoadBalancer, ec2.IConnectable, IMonitored {
  /** ARN of the load balancer, for a VPC origin of CloudFront. */
  public readonly arn: string;
  /** Name of the load balancer within metrics, such as `app/shop-alb-g1/0123456789abcdef`. */
  public readonly fullName: string;
  /** Internal DNS name. */
  public readonly dnsName: string;
  /** HTTPS with a certificate, HTTP without one. */
  public readonly protocol: elbv2.ApplicationProtocol;
  /** The only listener. */
  public readonly listener: elbv2.IApplicationListener;
  /** Security group of the load balancer: from CloudFront, and to services. */
  public readonly securityGroup: ec2.ISecurityGroup;
  /** Who can connect. */
  public readonly connections: ec2.Connections;
  /** The load balancer itself. */
  public readonly applicationLoadBalancer: elbv2.ApplicationLoadBalancer;
  private readonly physicalName: string;
  private readonly routes: Route[] = [];

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const region = Stack.of(this).region;
    const prefixListId = props.originFacingPrefixListId ?? originFacingPrefixListOf(region);
    check(this, ...this.rules(props, region));

    this.physicalName = physicalName(props.name, 'alb', props.generation);
    this.protocol = props.certificate ? elbv2.ApplicationProtocol.HTTPS : elbv2.ApplicationProtocol.HTTP;
    this.securityGroup = this.createSecurityGroup(props, prefixListId ?? '');
    this.applicationLoadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      loadBalancerName: this.physicalName,
      vpc: props.vpc,
      vpcSubnets: subnetSelection(props),
      internetFacing: false,
      securityGroup: this.securityGroup,
      idleTimeout: props.idleTimeout ?? Duration.seconds(60),
      http2Enabled: true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: elbv2.DesyncMitigationMode.DEFENSIVE,
      deletionProtection: !(props.disposable ?? false),
    });
    if (props.accessLogs) this.applicationLoadBalancer.logAccessLogs(props.accessLogs);
    this.listener = this.createListener(props.certificate);
    this.connections = this.applicationLoadBalancer.connections;
    this.arn = this.applicationLoadBalancer.loadBalancerArn;
    this.fullName = this.applicationLoadBalancer.loadBalancerFullName;
    this.dnsName = this.applicationLoadBalancer.loadBalancerDnsName;
    acknowledgeLoadBalancerFindings(this.applicationLoadBalancer, this.listener, props);
  }

  public addRoute(owner: IConstruct, options: LoadBalancerRoute): number {
    const { service, priority } = options;
    const route: Route = { service, priority, paths: options.paths ?? [], hosts: options.hosts ?? [] };
    check(owner, ...conflicts(route, this.routes));
    this.routes.push(route);
    if (options.verifiesTokens) this.allowTokenKeys();
    return priorityOf(route);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorLoadBalancer(this, monitoring, this.applicationLoadBalancer.metrics, this.physicalName);
  }

  private rules(props: LoadBalancerProps, region: string): Rule[] {
    const subnets = countSubnets(props.vpc, subnetSelection(props));
    return [
      nameRule(props.name),
      generationRule(props.generation),
      refuse(
        props.name.startsWith('internal-'),
        `name must not start with "internal-", got "${props.name}"; AWS keeps that prefix for itself in names of load balancers`,
      ),
      refuse(
        subnets < 2,
        `subnets must select subnets in at least 2 zones, got ${subnets}; a load balancer has to stand in two, name them`,
      ),
      durationBetween(
        'idleTimeout',
        props.idleTimeout,
        'seconds',
        1,
        4000,
        'use one above the response timeout of CloudFront',
      ),
      matches(
        'originFacingPrefixListId',
        props.originFacingPrefixListId,
        /^pl-[0-9a-f]+$/,
        'be the id of a prefix list',
        'find it with "aws ec2 describe-managed-prefix-lists"',
      ),
      prefixListRule(props, region),
      certificateRule(props.certificate, region),
    ];
  }

  private createSecurityGroup(props: LoadBalancerProps, prefixListId: string): ec2.SecurityGroup {
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: `Load balancer of ${props.name}: from CloudFront only`,
      allowAllOutbound: false,
      disableInlineRules: false,
    });
    securityGroup.addIngressRule(
      ec2.Peer.prefixList(prefixListId),
      ec2.Port.tcp(this.protocol === elbv2.ApplicationProtocol.HTTPS ? 443 : 80),
      'CloudFront',
    );
    // Pinned, or it would change with the first service, whichever stack that is in; without any rule everything could go out.
    (securityGroup.node.defaultChild as ec2.CfnSecurityGroup).securityGroupEgress = [NOTHING];
    return securityGroup;
  }

  private allowTokenKeys(): void {
    if (this.node.tryFindChild('TokenKeysEgress')) return;
    new ec2.CfnSecurityGroupEgress(this, 'TokenKeysEgress', {
      groupId: this.securityGroup.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrIp: '0.0.0.0/0',
      description: 'Keys of the issuers of tokens',
    });
  }

  private createListener(certificate?: acm.ICertificate): elbv2.ApplicationListener {
    return new elbv2.ApplicationListener(this, 'Listener', {
      loadBalancer: this.applicationLoadBalancer,
      protocol: this.protocol,
      port: certificate ? 443 : 80,
      certificates: certificate && [certificate],
      sslPolicy: certificate && elbv2.SslPolicy.RECOMMENDED_TLS,
      open: false,
      // The default service is a rule like any other, in its own stack: the listener never changes when services do.
      defaultAction: elbv2.ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' }),
    });
  }
}

function subnetSelection(props: LoadBalancerProps): ec2.SubnetSelection {
  return props.subnets ?? { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
}

function prefixListRule(props: LoadBalancerProps, region: string): Rule {
  if (props.originFacingPrefixListId !== undefined) return undefined;
  if (Token.isUnresolved(region)) {
    return 'region must be known at synthesis when originFacingPrefixListId is not given, got a token; set env.region of the stack, or originFacingPrefixListId';
  }
  return refuse(
    originFacingPrefixListOf(region) === undefined,
    `region must be one whose origin-facing prefix list is known, got "${region}"; set originFacingPrefixListId, or use one of ${regionsWithPrefixList().join(', ')}`,
  );
}

/** A listener takes certificates of its own region alone. What a stack defines itself has a token for an ARN. */
function certificateRule(certificate: acm.ICertificate | undefined, region: string): Rule {
  if (certificate === undefined || Token.isUnresolved(certificate.certificateArn)) return undefined;
  const [, , , other] = certificate.certificateArn.split(':');
  return refuse(
    !Token.isUnresolved(region) && other !== region,
    `certificate must be in ${region}, like the load balancer, got one in ${other}; request one there`,
  );
}
