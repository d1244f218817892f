import { runInNewContext } from 'node:vm';
import { Stack, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { MAX_FUNCTION_BYTES, type EdgePlaces } from '../../lib/contract/edge-places';
import { initialRouting, type InitialEdgeRegion } from '../../lib/contract/edge-routing';
import { brokenRoutingRules } from '../../lib/contract/edge-routing-rules';
import { Edge, type EdgeProps } from '../../lib/edge';
import { placesOf } from '../../lib/edge/places';
import { sourceOf } from '../../lib/edge/region-router';
import { CDK_CONTEXT, testApp, testStack } from '../support/test-app';

const HOME = 'eu-west-1';
const OTHERS = ['us-east-1', 'ap-northeast-1', 'sa-east-1', 'ap-southeast-2', 'af-south-1'];

function loadBalancerIn(stack: Stack, region: string): elbv2.IApplicationLoadBalancer {
  return elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, `LoadBalancer-${region}`, {
    loadBalancerArn: `arn:aws:elasticloadbalancing:${region}:111111111111:loadbalancer/app/shop/1`,
    loadBalancerDnsName: `internal-shop.${region}.elb.amazonaws.com`,
    securityGroupId: 'sg-1',
  });
}

function define(others: readonly string[] | undefined, props: Partial<EdgeProps> = {}, app: App = testApp()): Edge {
  const stack = new Stack(app, 'Test', { env: { region: 'us-east-1' } });
  return new Edge(stack, 'Edge', {
    name: 'shop',
    loadBalancer: loadBalancerIn(stack, HOME),
    otherRegions: others?.map((region) => ({ loadBalancer: loadBalancerIn(stack, region) })),
    ...props,
  });
}

function synthesize(others: readonly string[] | undefined = ['us-east-1'], props: Partial<EdgeProps> = {}): Template {
  return Template.fromStack(Stack.of(define(others, props)));
}

interface Resource {
  readonly Properties: Record<string, unknown>;
}

/** The one resource of a type whose property of a name has a value. */
function named(template: Template, type: string, name: string): Resource['Properties'] {
  const [resource] = Object.values(template.findResources(type, { Properties: { Name: name } })) as Resource[];
  return resource.Properties;
}

function distributionOf(template: Template): Record<string, unknown> {
  const [distribution] = Object.values(template.findResources('AWS::CloudFront::Distribution')) as Resource[];
  return distribution.Properties.DistributionConfig as Record<string, unknown>;
}

function originIds(template: Template): string[] {
  return (distributionOf(template).Origins as { Id: string }[]).map(({ Id }) => Id);
}

const functionRef = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`Router${id}`), 'FunctionARN'] });

const BOTH_FUNCTIONS = [
  { EventType: 'viewer-request', FunctionARN: functionRef('Request') },
  { EventType: 'viewer-response', FunctionARN: functionRef('Response') },
];

describe('Edge in front of one region', () => {
  test('is the same whether the list of others is empty or left out', () => {
    expect(synthesize([]).toJSON()).toEqual(Template.fromStack(Stack.of(define(undefined))).toJSON());
  });

  test('runs no function and stores no routing value', () => {
    const edge = define([]);
    expect(edge.routingStore).toBeUndefined();
    const template = Template.fromStack(Stack.of(edge));
    template.resourceCountIs('AWS::CloudFront::Function', 0);
    template.resourceCountIs('AWS::CloudFront::KeyValueStore', 0);
    template.resourceCountIs('AWS::SSM::Parameter', 0);
  });
});

describe('The origins of Edge in front of several regions', () => {
  test.each([1, 5])('are one of home and %d of others, by the names of their regions', (count) => {
    const others = OTHERS.slice(0, count);
    const template = synthesize(others);
    expect(originIds(template)).toEqual(['home', 'static', ...others]);
    template.resourceCountIs('AWS::CloudFront::VpcOrigin', 1 + count);
  });

  test('are called by their region, and keep that of home', () => {
    const ids = Object.entries(synthesize(['us-east-1']).findResources('AWS::CloudFront::VpcOrigin')).map(
      ([id, { Properties }]) => [
        id.slice(0, -8),
        (Properties as { VpcOriginEndpointConfig: object }).VpcOriginEndpointConfig,
      ],
    );
    expect(ids).toEqual([
      ['EdgeHomeOriginHttp1', expect.objectContaining({ Name: 'shop-http-g1' })],
      ['EdgeRegionsUsEast1OriginHttp1', expect.objectContaining({ Name: 'shop-us-east-1-http-g1' })],
    ]);
  });

  test('lead to the load balancer of their region, through a VPC origin of their own', () => {
    const [, , other] = distributionOf(synthesize(['us-east-1'])).Origins as unknown[];
    expect(other).toMatchObject({
      DomainName: 'internal-shop.us-east-1.elb.amazonaws.com',
      VpcOriginConfig: {
        OriginKeepaliveTimeout: 30,
        VpcOriginId: { 'Fn::GetAtt': [expect.stringContaining('RegionsUsEast1OriginHttp1'), 'Id'] },
      },
    });
  });

  test('count their load balancers, and speak HTTPS with a domain', () => {
    const stack = new Stack(testApp(), 'Test', { env: { region: 'us-east-1' } });
    new Edge(stack, 'Edge', {
      name: 'shop',
      loadBalancer: loadBalancerIn(stack, HOME),
      otherRegions: [{ loadBalancer: loadBalancerIn(stack, 'us-east-1'), loadBalancerGeneration: 2 }],
      domain: { domainName: 'www.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789' },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudFront::VpcOrigin', {
      VpcOriginEndpointConfig: Match.objectLike({
        Name: 'shop-us-east-1-https-g2',
        OriginProtocolPolicy: 'https-only',
      }),
    });
  });

  test('refer weakly to load balancers of other regions', () => {
    const app = testApp();
    const inRegion = (region: string) => {
      const service = new Stack(app, `Service-${region}`, { env: { region } });
      const resource = new elbv2.CfnLoadBalancer(service, 'Resource', { scheme: 'internal', type: 'application' });
      return elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(service, 'LoadBalancer', {
        loadBalancerArn: `arn:aws:elasticloadbalancing:${region}:111111111111:loadbalancer/app/shop/1`,
        loadBalancerDnsName: resource.attrDnsName,
        securityGroupId: 'sg-1',
      });
    };
    const edge = define(
      undefined,
      {
        loadBalancer: inRegion(HOME),
        otherRegions: [{ loadBalancer: inRegion('ap-northeast-1') }],
      },
      app,
    );
    const [, , other] = distributionOf(Template.fromStack(Stack.of(edge))).Origins as unknown[];
    expect(other).toMatchObject({
      DomainName: { 'Fn::GetStackOutput': { StackName: 'Service-ap-northeast-1', Region: 'ap-northeast-1' } },
    });
  });
});

describe('The functions of Edge in front of several regions', () => {
  test('run for everything but static files, and home answers what they cannot decide', () => {
    synthesize(['us-east-1'], { cachedPaths: ['/images/*'], originShield: true }).hasResourceProperties(
      'AWS::CloudFront::Distribution',
      {
        DistributionConfig: Match.objectLike({
          DefaultCacheBehavior: Match.objectLike({ TargetOriginId: 'home', FunctionAssociations: BOTH_FUNCTIONS }),
          CacheBehaviors: [
            Match.objectLike({ PathPattern: '/static/*', FunctionAssociations: Match.absent() }),
            Match.objectLike({
              PathPattern: '/images/*',
              TargetOriginId: 'home-cached',
              FunctionAssociations: BOTH_FUNCTIONS,
            }),
          ],
        }),
      },
    );
  });

  test('see the country of every viewer, which does not part the cache', () => {
    const template = synthesize(['us-east-1'], { cachedPaths: ['/images/*'] });
    const { ALL_VIEWER_AND_CLOUDFRONT_2022: everything } = cloudfront.OriginRequestPolicy;
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        DefaultCacheBehavior: Match.objectLike({ OriginRequestPolicyId: everything.originRequestPolicyId }),
        CacheBehaviors: Match.arrayWith([
          Match.objectLike({
            PathPattern: '/images/*',
            OriginRequestPolicyId: { Ref: Match.stringLikeRegexp('RouterViewerCountry') },
          }),
        ]),
      }),
    });
    template.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        Name: 'shop-viewer-country',
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['CloudFront-Viewer-Country'] },
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
      },
    });
    template.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: Match.objectLike({
        ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Host', 'Origin'] },
        }),
      }),
    });
  });

  test('are published in runtime 2.0, and only that for requests reads the store', () => {
    const template = synthesize();
    const config = (store: unknown) =>
      Match.objectLike({ Runtime: 'cloudfront-js-2.0', KeyValueStoreAssociations: store });
    template.hasResourceProperties('AWS::CloudFront::Function', {
      Name: 'shop-edge-request',
      AutoPublish: true,
      FunctionConfig: config([{ KeyValueStoreARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('RouterStore'), 'Arn'] } }]),
    });
    template.hasResourceProperties('AWS::CloudFront::Function', {
      Name: 'shop-edge-response',
      AutoPublish: true,
      FunctionConfig: config(Match.absent()),
    });
  });

  test('know which region is near to whom, and are within what CloudFront takes with six regions', () => {
    const code = String(named(synthesize(OTHERS), 'AWS::CloudFront::Function', 'shop-edge-request').FunctionCode);
    expect(code.split('\n')[0]).toBe('import cf from "cloudfront";');
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(MAX_FUNCTION_BYTES);
    const table = code.slice(code.indexOf('var EDGE_PLACES'));
    const places = runInNewContext(`${table}; JSON.stringify(EDGE_PLACES)`) as string;
    expect(JSON.parse(places) as EdgePlaces).toEqual(placesOf(HOME, OTHERS));
  });

  test.each([
    ['BR', 'sa-east-1', 'us-east-1'],
    ['DE', 'home', 'us-east-1'],
    ['MX', 'us-east-1', 'sa-east-1'],
  ])(
    'send, with the table and the value of a deployment, viewers in %s to %s, and to %s next',
    async (country, ...ids) => {
      const template = synthesize(['us-east-1', 'sa-east-1']);
      const { FunctionCode } = named(template, 'AWS::CloudFront::Function', 'shop-edge-request');
      const { Value } = named(template, 'AWS::SSM::Parameter', '/shop/us-east-1/edge/regions');
      const value = initialRouting(JSON.parse(String(Value)) as InitialEdgeRegion[]);
      const createRequestOriginGroup = jest.fn();
      const cf = { kvs: () => ({ get: () => Promise.resolve(value) }), createRequestOriginGroup };
      // It imports what only CloudFront has.
      const handler = runInNewContext(`${String(FunctionCode).replace(/^import .*;/, '')}; handler`, {
        cf,
        console,
      }) as (event: unknown) => Promise<unknown>;
      const headers = { 'cloudfront-viewer-country': { value: country } };
      await handler({ viewer: { ip: '198.51.100.1' }, request: { method: 'GET', headers, cookies: {} } });
      expect(createRequestOriginGroup).toHaveBeenCalledWith(
        expect.objectContaining({ originIds: ids.map((originId) => ({ originId })) }),
      );
      expect(originIds(template)).toEqual(expect.arrayContaining(ids));
    },
  );

  test('refuse to be made of what is not there', () => {
    expect(() => sourceOf(testStack(), 'edge-router/absent.js')).toThrow(
      'Test: function must be bundled, got no dist/lambda/edge-router/absent.js; run "npm run prepare" in a clone, or install the package again',
    );
  });

  test('log into an encrypted group that expires, and which is there before they are', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/cloudfront/function/shop-edge-request',
      KmsKeyId: Match.anyValue(),
      RetentionInDays: 365,
    });
    template.hasResource('AWS::CloudFront::Function', {
      Properties: Match.objectLike({ Name: 'shop-edge-request' }),
      DependsOn: [Match.stringLikeRegexp('RouterLogGroup')],
    });
  });
});

describe('The routing value of Edge', () => {
  test('is not in the template, so that no deployment resets it', () => {
    const { Name, ImportSource } = named(synthesize(), 'AWS::CloudFront::KeyValueStore', 'shop-routing-g1');
    expect([Name, ImportSource]).toEqual(['shop-routing-g1', undefined]);
  });

  test('has a store that stays when a region is added, at the front or at the end', () => {
    const stores = [['us-east-1'], ['us-east-1', 'sa-east-1'], ['af-south-1', 'us-east-1']].map((others) =>
      synthesize(others).findResources('AWS::CloudFront::KeyValueStore'),
    );
    expect(stores).toEqual([stores[0], stores[0], stores[0]]);
    expect(Object.keys(stores[0])).toEqual([expect.stringMatching(/^EdgeRouterStore[0-9A-F]{8}$/)]);
  });

  test('has the same store with other feature flags', () => {
    const flagsOff = Object.fromEntries(
      Object.entries(CDK_CONTEXT).map(([flag, value]) => [flag, typeof value === 'boolean' ? !value : value]),
    );
    const others = Template.fromStack(Stack.of(define(['us-east-1'], {}, testApp({ context: flagsOff }))));
    const type = 'AWS::CloudFront::KeyValueStore';
    expect(others.findResources(type)).toEqual(synthesize().findResources(type));
  });

  test('is found by the command line, with the regions that it may name', () => {
    const template = synthesize(['us-east-1', 'sa-east-1']);
    expect(named(template, 'AWS::SSM::Parameter', '/shop/us-east-1/edge/routing').Value).toEqual({
      'Fn::GetAtt': [expect.stringContaining('RouterStore'), 'Arn'],
    });
    const { Value } = named(template, 'AWS::SSM::Parameter', '/shop/us-east-1/edge/regions');
    const regions = JSON.parse(String(Value)) as InitialEdgeRegion[];
    expect(regions).toEqual([
      { name: HOME, origin: 'home' },
      { name: 'us-east-1', origin: 'us-east-1' },
      { name: 'sa-east-1', origin: 'sa-east-1' },
    ]);
    const origins = originIds(template);
    regions.forEach(({ origin }) => expect(origins).toContain(origin));
  });

  test('fits into the store for six regions', () => {
    const { Value } = named(synthesize(OTHERS), 'AWS::SSM::Parameter', '/shop/us-east-1/edge/regions');
    const value = initialRouting(JSON.parse(String(Value)) as InitialEdgeRegion[], HOME);
    expect(brokenRoutingRules(value)).toEqual([]);
  });

  test('is in a store that whoever moves traffic is given', () => {
    const edge = define(['us-east-1']);
    expect(Stack.of(edge).resolve(edge.routingStore?.keyValueStoreArn)).toEqual({
      'Fn::GetAtt': [expect.stringContaining('RouterStore'), 'Arn'],
    });
  });
});
