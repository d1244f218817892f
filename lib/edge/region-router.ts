import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lazy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { placesOf } from './places';
import type { RegionOrigin } from './region-origin';
import { edgeFunctionCode } from '../contract/edge-places';
import { EdgeFunctionFile, type InitialEdgeRegion } from '../contract/edge-routing';
import { brokenFunctionRules } from '../contract/edge-routing-rules';
import { TopologyEntry, topologyPath } from '../contract/topology';
import { encryptedLogGroup } from '../private/log-group';
import { physicalName } from '../private/names';
import { packageRoot } from '../private/package-root';
import { check, refuse } from '../private/validate';

/** A region that answers. */
export interface RoutedRegion {
  /** Name of the region, such as `eu-west-1`. */
  readonly name: string;
  /** The way to it. */
  readonly origin: RegionOrigin;
}

/** Properties for defining a RegionRouter. */
export interface RegionRouterProps {
  /** Name of the deployment. */
  readonly name: string;
  /** The region that answers what cannot be decided. */
  readonly home: RoutedRegion;
  /** The others. */
  readonly others: readonly RoutedRegion[];
  /** Key that encrypts what is stored. */
  readonly encryptionKey: kms.IKey;
  /** How long entries are kept. */
  readonly retention: logs.RetentionDays;
}

/**
 * What picks the region of each request (docs/adr/0025-edge-routing.md): a KeyValueStore for the one routing value, the function
 * for requests, which reads it, and the function for answers, which keeps viewers with their region.
 *
 * The store is created empty and written by the command line alone. An `ImportSource` would hold the regions of the first
 * deployment for ever, as CloudFormation does not support that it is updated
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudfront-keyvaluestore.html); without one no template
 * holds a weight, so that no deployment resets one. What a template does hold is which regions there are.
 */
export class RegionRouter extends Construct {
  /** Holds the routing value, as soon as it is written. */
  public readonly store: cloudfront.KeyValueStore;
  /** Names of both functions, that for requests first. */
  public readonly functionNames: readonly string[];
  private readonly associations: cloudfront.FunctionAssociation[];
  private readonly origins: readonly cloudfront.IOrigin[];
  private readonly viewerCountry: cloudfront.OriginRequestPolicy;

  constructor(scope: Construct, id: string, props: RegionRouterProps) {
    super(scope, id);
    const { name, home, others } = props;
    const places = placesOf(
      home.name,
      others.map((other) => other.name),
    );
    const request = edgeFunctionCode(sourceOf(this, EdgeFunctionFile.VIEWER_REQUEST), places);
    const response = sourceOf(this, EdgeFunctionFile.VIEWER_RESPONSE);
    check(this, ...brokenFunctionRules(request));

    this.functionNames = [`${name}-edge-request`, `${name}-edge-response`];
    const [requestName, responseName] = this.functionNames;
    this.store = new cloudfront.KeyValueStore(this, 'Store', {
      keyValueStoreName: physicalName(name, 'routing'),
      comment: 'Which region answers whom. Written by ztm, never by a deployment',
    });
    // CloudFront would create it when the function first writes to it, not encrypted and to be kept for ever.
    const logGroup = encryptedLogGroup(this, {
      logGroupName: `/aws/cloudfront/function/${requestName}`,
      encryptionKey: props.encryptionKey,
      retention: props.retention,
    });
    const onRequest = new cloudfront.Function(this, 'Request', {
      functionName: requestName,
      comment: 'Sends each request to the region that is to answer it',
      code: cloudfront.FunctionCode.fromInline(request),
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      keyValueStore: this.store,
    });
    onRequest.node.addDependency(logGroup);
    const onResponse = new cloudfront.Function(this, 'Response', {
      functionName: responseName,
      comment: 'Keeps viewers with the region that answered them',
      code: cloudfront.FunctionCode.fromInline(response),
      runtime: cloudfront.FunctionRuntime.JS_2_0,
    });
    this.associations = [
      { function: onRequest, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST },
      { function: onResponse, eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE },
    ];
    this.viewerCountry = this.createViewerCountry(name);
    this.origins = others.map(({ origin }) => origin.origin);
    this.publish(name, [home, ...others]);
  }

  /** The same behaviour with the functions. Its own origin answers what cannot be decided. */
  public route(behavior: cloudfront.BehaviorOptions): cloudfront.BehaviorOptions {
    return {
      ...behavior,
      originRequestPolicy: behavior.originRequestPolicy ?? this.viewerCountry,
      functionAssociations: this.associations,
    };
  }

  /**
   * Adds the origins that only the function selects. CloudFront takes origins that no behaviour targets, and says of them that they
   * are never used (https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html); the L2 has only those of
   * behaviours. A behaviour for each would open a path on which viewers choose the region themselves.
   */
  public addOrigins(distribution: cloudfront.Distribution): void {
    const resource = distribution.node.defaultChild as cloudfront.CfnDistribution;
    const config = resource.distributionConfig as cloudfront.CfnDistribution.DistributionConfigProperty;
    const added = this.origins.map((origin) => origin.bind(distribution, { originId: 'other' }).originProperty);
    resource.distributionConfig = {
      ...config,
      origins: Lazy.uncachedAny({
        produce: (context) => [...(context.resolve(config.origins) as unknown[]), ...added],
      }),
    };
  }

  /** The function sees the country only where a policy passes it on, and in a cache policy it would part the cache by country. */
  private createViewerCountry(name: string): cloudfront.OriginRequestPolicy {
    return new cloudfront.OriginRequestPolicy(this, 'ViewerCountry', {
      originRequestPolicyName: `${name}-viewer-country`,
      comment: 'For the function that picks the region, without a part in the cache key',
      headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList('CloudFront-Viewer-Country'),
      cookieBehavior: cloudfront.OriginRequestCookieBehavior.none(),
      queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.none(),
    });
  }

  /** Tells the command line where the value is, and what it may name. */
  private publish(name: string, routed: readonly RoutedRegion[]): void {
    const regions = routed.map((region): InitialEdgeRegion => ({ name: region.name, origin: region.origin.originId }));
    const topology = new Construct(this, 'Topology');
    const path = topologyPath(name, Stack.of(this).region);
    new ssm.StringParameter(topology, 'Routing', {
      parameterName: `${path}/${TopologyEntry.edgeRouting}`,
      stringValue: this.store.keyValueStoreArn,
      description: `KeyValueStore that holds the routing value of ${name}`,
    });
    new ssm.StringParameter(topology, 'Regions', {
      parameterName: `${path}/${TopologyEntry.edgeRegions}`,
      stringValue: JSON.stringify(regions),
      description: `Regions of ${name} and their origins, home first`,
    });
  }
}

/** Code of a function as it was bundled when the package was prepared. */
export function sourceOf(scope: Construct, file: string): string {
  const path = join(packageRoot(), 'dist', 'lambda', file);
  check(
    scope,
    refuse(
      !existsSync(path),
      `function must be bundled, got no dist/lambda/${file}; run "npm run prepare" in a clone, or install the package again`,
    ),
  );
  return readFileSync(path, 'utf8');
}
