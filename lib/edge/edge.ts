import { CfnOutput, Stack, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeDistribution } from './acknowledgements';
import { EdgePolicies } from './edge-policies';
import { DomainEntry, domainRules } from './edge-domain';
import { EdgeAlarms } from './edge-alarms';
import type { EdgeProps } from './edge-props';
import { choiceRules, countryRules, keyRule, originRules, pathRules, rateLimitRules } from './edge-rules';
import { RegionOrigin } from './region-origin';
import { RegionRouter, type RoutedRegion } from './region-router';
import { regionRules } from './region-rules';
import { RequestLog } from './request-log';
import { StaticAssets } from './static-assets';
import { WebAcl } from './web-acl';
import type { IMonitored, IMonitoring } from '../monitoring';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import { nameRule, pascalCase } from '../private/names';
import { check, trueOrFalse, type Rule } from '../private/validate';

/**
 * The only way in: a CloudFront distribution in front of an internal load balancer and of static files.
 *
 * Requests for `staticPath` are answered from an encrypted S3 bucket that only the distribution reads, everything else by
 * the load balancer, through a VPC origin and the private network. Viewers get HTTPS, HTTP/2 and HTTP/3, compression and
 * security headers (`Strict-Transport-Security`, `X-Content-Type-Options`, `X-Frame-Options`, `Referrer-Policy`) wherever
 * the service sets none of its own. The service sees the viewer's `Host`, and in `CloudFront-Forwarded-Proto` and
 * `CloudFront-Viewer-Address` the viewer's protocol and address. Requests are logged, without query strings and cookies.
 *
 * With `otherRegions`, one VPC origin a region and a function that picks the region of each request, by a value that is moved
 * without a deployment.
 *
 * It has to be in us-east-1, whatever the region of the load balancer: there CloudFront takes certificates and web ACLs
 * from. Never change the tags of its stack itself, by `--tags` or, without the feature flag
 * `@aws-cdk/core:explicitStackTags`, by `Tags.of`: CloudFormation would pass them to the VPC origin, which cannot be updated.
 *
 * **Cost**: from 0.085 dollars for each GB and 0.01 dollars for each 10,000 HTTPS requests (1 TB and 10 million requests a
 * month are free), 0.50 dollars for each GB of log, about half a GB for a million requests, 1 dollar a month for the key (list
 * prices, US); `otherRegions` add 0.23 dollars for a million requests. Holds no state but the routing value of `otherRegions`:
 * static files can be built again. Destroying it fails as long as the bucket holds files, unless it is disposable.
 */
export class Edge extends Construct implements IMonitored {
  /** The distribution. Its domain name is the address of the deployment when there is no domain of one's own. */
  public readonly distribution: cloudfront.Distribution;

  /** Bucket of static files, `<name>-static-g1-<account>-us-east-1`: a release copies them here. */
  public readonly staticBucket: s3.IBucket;

  /** Address for users, such as `https://www.example.com`. */
  public readonly url: string;

  /**
   * With `otherRegions`, the KeyValueStore `<name>-routing-g1`, which holds the routing value under the key `routing`. Its ARN is in
   * Parameter Store, as `/<name>/us-east-1/edge/routing`; what the value may name is in `/<name>/us-east-1/edge/regions`.
   */
  public readonly routingStore?: cloudfront.IKeyValueStore;

  private readonly router?: RegionRouter;
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
    this.router = this.createRouter(props, service, key, retention);
    const routed = (behavior: cloudfront.BehaviorOptions) => this.router?.route(behavior) ?? behavior;
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: name,
      defaultBehavior: routed(policies.dynamic(service.origin)),
      additionalBehaviors: {
        [staticPath]: policies.files(assets.origin),
        ...Object.fromEntries(
          (props.cachedPaths ?? []).map((path) => [path, routed(policies.cached(service.cachedOrigin))]),
        ),
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
    this.router?.addOrigins(this.distribution);
    acknowledgeDistribution(this.distribution, props);
    assets.grantReadTo(this.distribution);
    this.entry?.pointTo(this.distribution);
    new RequestLog(this, 'RequestLog', { name, distribution: this.distribution, encryptionKey: key, retention });

    this.routingStore = this.router?.store;
    this.staticBucket = assets.bucket;
    this.url = `https://${domain?.domainName ?? this.distribution.distributionDomainName}`;
    new CfnOutput(this, 'Url', { value: this.url, description: 'Address for users' });
    new CfnOutput(this, 'StaticBucket', { value: assets.bucket.bucketName, description: 'Bucket of static files' });
  }

  /**
   * Defines alarms for failing requests, for a certificate that is not renewed, for a wave of blocked requests and for functions
   * that fail, and rows of graphs. CloudFront publishes its metrics in us-east-1 only, under an id that is known after
   * deployment: hand in a `Monitoring` of that region, and show it on a dashboard of the same stack.
   *
   * @param monitoring Where they are handed in.
   */
  public monitor(monitoring: IMonitoring): void {
    const alarms = new EdgeAlarms(this, monitoring);
    alarms.onServerErrors(this.distribution);
    if (this.webAcl) alarms.onBlockedRequests(this.webAcl);
    if (this.entry) alarms.onExpiry(this.entry.certificate);
    alarms.addSection(this.distribution, this.webAcl);
    if (this.router) alarms.onRouting(this.router.functionNames);
  }

  private rules(props: EdgeProps, staticPath: string): Rule[] {
    return [
      nameRule(props.name),
      this.regionRule(),
      ...originRules(props.loadBalancerGeneration),
      ...regionRules(props.loadBalancer, props.otherRegions),
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

  private createRouter(
    { name, loadBalancer, domain, otherRegions = [] }: EdgeProps,
    origin: RegionOrigin,
    key: kms.IKey,
    retention: logs.RetentionDays,
  ): RegionRouter | undefined {
    if (otherRegions.length === 0) return undefined;
    const regions = new Construct(this, 'Regions');
    const others = otherRegions.map((other): RoutedRegion => {
      const { region } = other.loadBalancer.env;
      const way = new RegionOrigin(regions, pascalCase(region), {
        name,
        region,
        loadBalancer: other.loadBalancer,
        generation: other.loadBalancerGeneration ?? 1,
        https: domain !== undefined,
        shielded: false,
      });
      return { name: region, origin: way };
    });
    const home = { name: loadBalancer.env.region, origin };
    return new RegionRouter(this, 'Router', { name, home, others, encryptionKey: key, retention });
  }

  private createKey(name: string): kms.Key {
    // Everything that it encrypts can be built again, or goes with it.
    const key = encryptionKey(this, 'Key', { description: `Static files and logs of ${name}`, removable: true });
    allowCloudWatchLogs(key);
    return key;
  }
}
