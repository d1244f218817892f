import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { EdgeDomain } from './edge-domain';

/** A further region that answers, beside home. */
export interface EdgeTarget {
  /**
   * Internal load balancer of that region. Its region has to be known at synthesis and is the name under which traffic is moved.
   * Like that of home it listens on port 80 without a domain, on port 443 with a certificate for the domain with one, and its
   * security group lets CloudFront's origin-facing addresses in.
   */
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;

  /**
   * Counts the load balancers that there have been in that region. Add 1 in the deployment that replaces the load balancer.
   *
   * @default 1
   */
  readonly loadBalancerGeneration?: number;
}

/** Properties for defining an Edge. */
export interface EdgeProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. */
  readonly name: string;

  /**
   * Internal load balancer that answers what is not a static file, in any region: that region is home. It listens on port 80
   * without a domain, on port 443 with a certificate for the domain with one, and its security group lets CloudFront's
   * origin-facing addresses in. Its network needs an internet gateway, through which nothing is routed.
   */
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;

  /**
   * Counts the load balancers that there have been. Add 1 in the deployment that replaces the load balancer: CloudFront
   * refuses to change an origin in use, so there has to be a new one.
   *
   * @default 1
   */
  readonly loadBalancerGeneration?: number;

  /**
   * Further regions that answer, up to 5. With them a function decides for each request, but for static files, which region
   * answers it: the nearest one to the viewer's country, unless the routing value says otherwise. That value is in
   * `routingStore`, which is created empty, and no deployment writes it. Until it is written home answers everything, and a
   * region that is added later gets no traffic before the value names it. Take a region out of the value before it is taken
   * out of this list.
   *
   * The service gets the name of the decided region in `x-ztm-region`, and for `cachedPaths`, which it does not get it for, the
   * viewer's country in `CloudFront-Viewer-Country`: their answers must not depend on it. What is decided takes no way through
   * an Origin Shield. A million requests cost 0.23 dollars more: 0.10 for each of two calls, and 0.03 for one read (list prices;
   * 2 million calls and reads a month are free).
   *
   * @default - home alone answers
   */
  readonly otherRegions?: EdgeTarget[];

  /**
   * Domain of one's own. With it, a certificate and, unless they are kept elsewhere, its records are created, and CloudFront
   * speaks only HTTPS to the load balancer.
   *
   * @default - the distribution's own domain, such as d111111abcdef8.cloudfront.net
   */
  readonly domain?: EdgeDomain;

  /**
   * Path of static files, ending in `/*`. What is stored as `static/logo.svg` is served as `/static/logo.svg`; what is
   * not there is answered 403.
   *
   * @default '/static/*'
   */
  readonly staticPath?: string;

  /**
   * Paths of the service whose answers CloudFront keeps for as long as their `Cache-Control` says, up to 20. These requests
   * arrive without cookies and without `Authorization`, so that no answer can be meant for one user alone. Everything else
   * is passed on as it is and never kept.
   *
   * @default - none
   */
  readonly cachedPaths?: string[];

  /**
   * Whether one regional cache of CloudFront, in the region nearest to where answers come from, asks for static files and
   * `cachedPaths` for all others: each is fetched once, and not once for every part of the world. Requests that are never kept do not
   * take that way: it would only be longer. CloudFront charges for each request to it.
   *
   * @default false
   */
  readonly originShield?: boolean;

  /**
   * Whether a web application firewall stands in front: AWS's managed rules and a rate limit. About 9 dollars a month and
   * 0.60 dollars for each million requests (list price).
   *
   * @default false
   */
  readonly waf?: boolean;

  /**
   * Requests that one address may send in any five minutes before it is answered 429: 10 to 2,000,000,000. Needs `waf`.
   * Whole companies and mobile networks share one address.
   *
   * @default 2000
   */
  readonly rateLimit?: number;

  /**
   * Countries that are served, as two-letter codes of ISO 3166-1, such as `DE`.
   *
   * @default - every country
   */
  readonly allowedCountries?: string[];

  /**
   * Parts of the world that have edge locations. Fewer cost less and are slower for the rest of the world.
   *
   * @default cloudfront.PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: cloudfront.PriceClass;

  /**
   * How long the logs of requests and of the firewall are kept.
   *
   * @default logs.RetentionDays.ONE_YEAR
   */
  readonly accessLogRetention?: logs.RetentionDays;

  /**
   * Key in us-east-1 that encrypts static files and logs. It has to let CloudWatch Logs use it; CloudFront is added to its
   * policy, unless the key is an imported one.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether static files go with the stack: a function of the stack deletes them, with every version, before their bucket is
   * deleted. Otherwise destroying the stack fails as long as there are any.
   *
   * @default false
   */
  readonly disposable?: boolean;
}
