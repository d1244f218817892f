import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';

/** Which requests a service answers. */
export interface LoadBalancerRoute {
  /** Name of the service, unique on the load balancer. */
  readonly service: string;

  /**
   * Patterns of paths, such as `/api/*`.
   *
   * @default - every path
   */
  readonly paths?: string[];

  /**
   * Patterns of host names, such as `api.example.com`.
   *
   * @default - every host
   */
  readonly hosts?: string[];

  /**
   * Place among the services that match the same request, the lowest first: 1 to 999.
   *
   * @default - derived from the name of the service, after all explicit ones
   */
  readonly priority?: number;

  /**
   * Whether the load balancer verifies tokens for it, and so has to reach the issuer of their keys on the internet.
   *
   * @default false
   */
  readonly verifiesTokens?: boolean;
}

/** Where the web services of a region receive requests. */
export interface ILoadBalancer extends IConstruct {
  /** ARN of the load balancer, for a VPC origin of CloudFront. */
  readonly arn: string;

  /** Name of the load balancer within metrics, such as `app/shop-alb-g1/0123456789abcdef`. */
  readonly fullName: string;

  /** Internal DNS name. */
  readonly dnsName: string;

  /** HTTPS with a certificate, HTTP without one. */
  readonly protocol: elbv2.ApplicationProtocol;

  /** The only listener. */
  readonly listener: elbv2.IApplicationListener;

  /** Security group of the load balancer. */
  readonly securityGroup: ec2.ISecurityGroup;

  /**
   * Gives a service its place on the listener, and refuses one that would be in another's way.
   *
   * @param owner The service, for the message.
   * @param route Which requests it answers.
   * @returns The priority of its rule.
   */
  addRoute(owner: IConstruct, route: LoadBalancerRoute): number;
}
