import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';

/** Properties for defining EdgePolicies. */
export interface EdgePoliciesProps {
  /** Name of the deployment: names of policies are unique in an account. */
  readonly name: string;
}

/** How requests are passed on and answers are kept, for each of the three kinds of paths. */
export class EdgePolicies extends Construct {
  private readonly cache: cloudfront.CachePolicy;
  private readonly headers: cloudfront.ResponseHeadersPolicy;

  constructor(scope: Construct, id: string, props: EdgePoliciesProps) {
    super(scope, id);
    this.cache = new cloudfront.CachePolicy(this, 'Cache', {
      cachePolicyName: `${props.name}-cached-paths`,
      comment: 'Kept for as long as Cache-Control says, never otherwise; one answer for all users',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(365),
      cookieBehavior: cloudfront.CacheCookieBehavior.none(),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
      // The load balancer needs the host for its certificate and its rules, cross-origin answers depend on the origin.
      headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Host', 'Origin'),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
    this.headers = new cloudfront.ResponseHeadersPolicy(this, 'SecurityHeaders', {
      responseHeadersPolicyName: `${props.name}-security-headers`,
      comment: 'Where the service sets none of its own',
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: false },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.SAMEORIGIN, override: false },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override: false,
        },
      },
    });
  }

  /** Passed on whole, never kept. Not even for no time at all: CloudFront would give one answer to all who wait for it. */
  public dynamic(origin: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    return {
      ...this.common(origin),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_AND_CLOUDFRONT_2022,
    };
  }

  /** Kept for as long as the service says. */
  public cached(origin: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    return {
      ...this.common(origin),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      cachePolicy: this.cache,
    };
  }

  /** Kept for a day, or for as long as the file's own `Cache-Control` says, whatever the query string. */
  public files(origin: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    return {
      ...this.common(origin),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
    };
  }

  private common(origin: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    return {
      origin,
      compress: true,
      responseHeadersPolicy: this.headers,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    };
  }
}
