import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { shieldRegionFor } from './shield-regions';
import { originIdOf } from '../contract/edge-routing-moves';

/** Properties for defining a RegionOrigin. */
export interface RegionOriginProps {
  /** Name of the deployment. */
  readonly name: string;
  /**
   * Name of the region, which its origin is called by.
   *
   * @default - home
   */
  readonly region?: string;
  /** Internal load balancer. */
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  /** Counts the load balancers that there have been. */
  readonly generation: number;
  /** Whether CloudFront speaks HTTPS to the load balancer, which then needs a certificate for the public domain. */
  readonly https: boolean;
  /** Whether one regional cache of CloudFront asks for what can be kept for all others. */
  readonly shielded: boolean;
}

/**
 * The way from CloudFront to the internal load balancer of a region: a VPC origin. CloudFront refuses every update of a VPC
 * origin that a distribution uses, even of a tag (https://github.com/aws/aws-cdk/issues/35765). So its id carries all that
 * can change, protocol and generation of the load balancer: a change makes a new one, moves the distribution over, and
 * deletes the old one. It carries no tags.
 */
export class RegionOrigin extends Construct {
  /** Id of the origin in the distribution, which a function selects it by. It never changes. */
  public readonly originId: string;
  /** What behaviours of a distribution send requests to. */
  public readonly origin: cloudfront.IOrigin;
  /** The same for requests whose answers may be kept. */
  public readonly cachedOrigin: cloudfront.IOrigin;

  constructor(scope: Construct, id: string, props: RegionOriginProps) {
    super(scope, id);
    const vpcOrigin = this.createVpcOrigin(props);
    const originId = originIdOf(props.region);
    this.originId = originId;
    // Shorter than the 60 seconds after which a load balancer closes an idle connection: it must never close first.
    const keepaliveTimeout = Duration.seconds(30);
    this.origin = origins.VpcOrigin.withVpcOrigin(vpcOrigin, { originId, keepaliveTimeout });
    const { region } = props.loadBalancer.env;
    this.cachedOrigin = props.shielded
      ? origins.VpcOrigin.withVpcOrigin(vpcOrigin, {
          originId: `${originId}-cached`,
          keepaliveTimeout,
          originShieldRegion: shieldRegionFor(region),
        })
      : this.origin;
  }

  private createVpcOrigin(props: RegionOriginProps): cloudfront.VpcOrigin {
    const [id, protocol, protocolPolicy] = props.https
      ? ['OriginHttps', 'https', cloudfront.OriginProtocolPolicy.HTTPS_ONLY]
      : // No certificate can be had for the name of a load balancer. The connection runs inside AWS's network to a private
        // address that only CloudFront can reach.
        ['OriginHttp', 'http', cloudfront.OriginProtocolPolicy.HTTP_ONLY];
    const vpcOrigin = new cloudfront.VpcOrigin(this, `${id}${props.generation}`, {
      vpcOriginName: [props.name, ...(props.region ? [props.region] : []), protocol, `g${props.generation}`].join('-'),
      endpoint: cloudfront.VpcOriginEndpoint.applicationLoadBalancer(props.loadBalancer),
      protocolPolicy,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
    });
    const cfnVpcOrigin = vpcOrigin.node.defaultChild as cloudfront.CfnVpcOrigin;
    cfnVpcOrigin.addPropertyDeletionOverride('Tags');
    return vpcOrigin;
  }
}
