import { CfnOutput, Stack, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeDistribution } from './acknowledgements';
import { EdgePolicies } from './edge-policies';
import { DomainEntry, domainRules, type EdgeDomain } from './edge-domain';
import { EdgeAlarms } from './edge-alarms';
import { choiceRules, countryRules, keyRule, originRules, pathRules, rateLimitRules } from './edge-rules';
import { RegionOrigin } from './region-origin';
import { RequestLog } from './request-log';
import { StaticAssets } from './static-assets';
import { WebAcl } from './web-acl';
import type { IMonitored, IMonitoring } from '../monitoring';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import { nameRule } from '../private/names';
import { check, trueOrFalse, type Rule } from '../private/validate';

/** Properties for defining an Edge. */
export interface EdgeProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. */
  readonly name: string;

  /**
   * Internal load balancer that answers what is not a static file, in any region. It listens on port 80 without a domain,
   * on port 443 with a certificate for the domain with one, and its security group lets CloudFront's origin-facing
   * addresses in. Its network needs an internet gateway, through which nothing is routed.
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

/**
 * The only way in: a CloudFront distribution in front of an internal load balancer and of static files.
 *
 * Requests for `staticPath` are answered from an encrypted S3 bucket that only the distribution reads, everything else by
 * the load balancer, through a VPC origin and the private network. Viewers get HTTPS, HTTP/2 and HTTP/3, compression and
 * security headers (`Strict-Transport-Security`, `X-Content-Type-Options`, `X-Frame-Options`, `Referrer-Policy`) wherever
 * the service sets none of its own. The service sees the viewer's `Host`, and in `CloudFront-Forwarded-Proto` and
 * `CloudFront-Viewer-Address` the viewer's protocol and address. Requests are logged, without query strings and cookies.
 *
 * It has to be in us-east-1, whatever the region of the load balancer: there CloudFront takes certificates and web ACLs
 * from. Never change the tags of its stack itself, by `--tags` or, without the feature flag
 * `@aws-cdk/core:explicitStackTags`, by `Tags.of`: CloudFormation would pass them to the VPC origin, which cannot be updated.
 *
 * **Cost**: from 0.085 dollars for each GB and 0.01 dollars for each 10,000 HTTPS requests (1 TB and 10 million requests a
 * month are free), 0.50 dollars for each GB of log, about half a GB for a million requests, 1 dollar a month for the key (list
 * prices, US). Holds no state: static files can be built again. Destroying it fails as long as the bucket holds files, unless
 * it is disposable.
 */
export class Edge extends Construct implements IMonitored {
  /** The distribution. Its domain name is the address of the deployment when there is no domain of one's own. */
  public readonly distribution: cloudfront.Distribution;

  /** Bucket of static files, `<name>-static-g1-<account>-us-east-1`: a release copies them here. */
  public readonly staticBucket: s3.IBucket;

  /** Address for users, such as `https://www.example.com`. */
  public readonly url: string;

  private readonly entry?: DomainEntry;
  private readonly webAcl?: WebAcl;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    const staticPath = props.staticPath ?? '/static/*';
    check(this, ...this.rules(props, staticPath));

    const { name, domain } = props;
    const retention = props.accessLogRetention ?? logs.RetentionDays.ONE_YEAR;
    const key = props.encryptionKey ?? this.createKey(name);
    this.entry = domain && new DomainEntry(this, 'Domain', { domain });
    this.webAcl = props.waf
      ? new WebAcl(this, 'WebAcl', { name, rateLimit: props.rateLimit ?? 2000, encryptionKey: key, retention })
      : undefined;
    const assets = new StaticAssets(this, 'StaticAssets', {
      name,
      encryptionKey: key,
      originShield: props.originShield,
      disposable: props.disposable,
    });
    const service = new RegionOrigin(this, 'Home', {
      name,
      loadBalancer: props.loadBalancer,
      generation: props.loadBalancerGeneration ?? 1,
      https: domain !== undefined,
      shielded: props.originShield ?? false,
    });
    const policies = new EdgePolicies(this, 'Policies', { name });
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: name,
      defaultBehavior: policies.dynamic(service.origin),
      additionalBehaviors: {
        [staticPath]: policies.files(assets.origin),
        ...Object.fromEntries((props.cachedPaths ?? []).map((path) => [path, policies.cached(service.cachedOrigin)])),
      },
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: props.priceClass ?? cloudfront.PriceClass.PRICE_CLASS_ALL,
      geoRestriction: props.allowedCountries && cloudfront.GeoRestriction.allowlist(...props.allowedCountries),
      webAclId: this.webAcl?.webAclArn,
      ...(domain && {
        domainNames: [domain.domainName],
        certificate: this.entry?.certificate,
        minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    acknowledgeDistribution(this.distribution, props);
    assets.grantReadTo(this.distribution);
    this.entry?.pointTo(this.distribution);
    new RequestLog(this, 'RequestLog', { name, distribution: this.distribution, encryptionKey: key, retention });

    this.staticBucket = assets.bucket;
    this.url = `https://${domain?.domainName ?? this.distribution.distributionDomainName}`;
    new CfnOutput(this, 'Url', { value: this.url, description: 'Address for users' });
    new CfnOutput(this, 'StaticBucket', { value: assets.bucket.bucketName, description: 'Bucket of static files' });
  }

  /**
   * Defines alarms for failing requests, for a certificate that is not renewed and for a wave of blocked requests, and a row
   * of graphs. CloudFront publishes its metrics in us-east-1 only, under an id that is known after deployment: hand in a
   * `Monitoring` of that region, and show it on a dashboard of the same stack.
   *
   * @param monitoring Where they are handed in.
   */
  public monitor(monitoring: IMonitoring): void {
    const alarms = new EdgeAlarms(this, monitoring);
    alarms.onServerErrors(this.distribution);
    if (this.webAcl) alarms.onBlockedRequests(this.webAcl);
    if (this.entry) alarms.onExpiry(this.entry.certificate);
    alarms.addSection(this.distribution, this.webAcl);
  }

  private rules(props: EdgeProps, staticPath: string): Rule[] {
    return [
      nameRule(props.name),
      this.regionRule(),
      ...originRules(props.loadBalancerGeneration),
      ...domainRules(props.domain),
      ...pathRules(staticPath, props.cachedPaths),
      ...rateLimitRules(props.waf, props.rateLimit),
      ...countryRules(props.allowedCountries),
      ...choiceRules(props.priceClass, props.accessLogRetention),
      keyRule(props.encryptionKey),
      trueOrFalse('originShield', props.originShield),
      trueOrFalse('disposable', props.disposable),
    ];
  }

  private regionRule(): Rule {
    const { region } = Stack.of(this);
    if (region === 'us-east-1') return undefined;
    const got = Token.isUnresolved(region) ? 'none that is known at synthesis' : `"${region}"`;
    return `region must be us-east-1, where CloudFront takes certificates and web ACLs from, got ${got}; define Edge in a stack of its own with env.region set to us-east-1`;
  }

  private createKey(name: string): kms.Key {
    // Everything that it encrypts can be built again, or goes with it.
    const key = encryptionKey(this, 'Key', { description: `Static files and logs of ${name}`, removable: true });
    allowCloudWatchLogs(key);
    return key;
  }
}
