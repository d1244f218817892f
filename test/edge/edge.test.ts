import { CfnOutput, Stack, Tags, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Edge, type EdgeProps } from '../../lib/edge';
import { CDK_CONTEXT, testApp } from '../support/test-app';

const DOMAIN = { domainName: 'www.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789' };

function loadBalancerIn(stack: Stack): elbv2.IApplicationLoadBalancer {
  return elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'LoadBalancer', {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/1',
    loadBalancerDnsName: 'internal-shop.eu-west-1.elb.amazonaws.com',
    securityGroupId: 'sg-1',
  });
}

function edgeStack(app: App = testApp(), region?: string): Stack {
  return new Stack(app, 'Test', { env: { region } });
}

function define(props: Partial<EdgeProps> = {}, stack = edgeStack(undefined, 'us-east-1')): Edge {
  return new Edge(stack, 'Edge', { name: 'shop', loadBalancer: loadBalancerIn(stack), ...props });
}

function synthesize(props: Partial<EdgeProps> = {}): Template {
  return Template.fromStack(Stack.of(define(props)));
}

/** Asserts on what a distribution is configured with. */
function expectDistribution(template: Template, config: object): void {
  template.hasResourceProperties('AWS::CloudFront::Distribution', { DistributionConfig: Match.objectLike(config) });
}

describe('Edge', () => {
  test('speaks HTTP/2 and HTTP/3 over IPv4 and IPv6, from edge locations everywhere', () => {
    expectDistribution(synthesize(), {
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      PriceClass: 'PriceClass_All',
      Enabled: true,
    });
  });

  test('uses fewer edge locations when asked to', () => {
    expectDistribution(synthesize({ priceClass: cloudfront.PriceClass.PRICE_CLASS_100 }), {
      PriceClass: 'PriceClass_100',
    });
  });

  test('passes everything on to the load balancer whole and keeps nothing of it', () => {
    expectDistribution(synthesize(), {
      DefaultCacheBehavior: Match.objectLike({
        AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        CachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId,
        OriginRequestPolicyId: cloudfront.OriginRequestPolicy.ALL_VIEWER_AND_CLOUDFRONT_2022.originRequestPolicyId,
        TargetOriginId: 'home',
        ViewerProtocolPolicy: 'redirect-to-https',
        Compress: true,
      }),
    });
  });

  test('empties the bucket of static files before it goes when it is disposable, and only then', () => {
    synthesize({ disposable: true }).hasResource('Custom::DisposableContents', {
      Properties: { bucket: { Ref: Match.stringLikeRegexp('^EdgeStaticAssetsBucket') } },
      // Its policy names the distribution, which nobody reaches the bucket through any more by then.
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^EdgeStaticAssetsBucketPolicy')]),
    });
    synthesize().resourceCountIs('Custom::DisposableContents', 0);
  });

  test('answers static files from the bucket and keeps them', () => {
    expectDistribution(synthesize(), {
      CacheBehaviors: [
        Match.objectLike({
          PathPattern: '/static/*',
          TargetOriginId: 'static',
          CachePolicyId: cloudfront.CachePolicy.CACHING_OPTIMIZED.cachePolicyId,
          OriginRequestPolicyId: Match.absent(),
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
          ViewerProtocolPolicy: 'redirect-to-https',
          Compress: true,
        }),
      ],
    });
  });

  test('takes another path for static files', () => {
    expectDistribution(synthesize({ staticPath: '/shop/assets/*' }), {
      CacheBehaviors: [Match.objectLike({ PathPattern: '/shop/assets/*' })],
    });
  });

  test('keeps answers of cached paths for as long as the service says, the same for all users', () => {
    const template = synthesize({ cachedPaths: ['/images/*', '/feed'] });
    expectDistribution(template, {
      CacheBehaviors: [
        Match.objectLike({ PathPattern: '/static/*' }),
        Match.objectLike({
          PathPattern: '/images/*',
          TargetOriginId: 'home',
          CachePolicyId: { Ref: Match.stringLikeRegexp('Cache') },
          OriginRequestPolicyId: Match.absent(),
        }),
        Match.objectLike({ PathPattern: '/feed' }),
      ],
    });
    template.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        Name: 'shop-cached-paths',
        MinTTL: 0,
        DefaultTTL: 0,
        MaxTTL: 31_536_000,
        ParametersInCacheKeyAndForwardedToOrigin: {
          CookiesConfig: { CookieBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'all' },
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Host', 'Origin'] },
        },
      },
    });
  });

  test('adds security headers to every answer where the service sets none of its own', () => {
    const template = synthesize({ cachedPaths: ['/feed'] });
    const policy = { ResponseHeadersPolicyId: { Ref: Match.stringLikeRegexp('SecurityHeaders') } };
    expectDistribution(template, {
      DefaultCacheBehavior: Match.objectLike(policy),
      CacheBehaviors: [Match.objectLike(policy), Match.objectLike(policy)],
    });
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        Name: 'shop-security-headers',
        SecurityHeadersConfig: {
          StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: false },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'SAMEORIGIN', Override: false },
          ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
          ContentSecurityPolicy: Match.absent(),
        },
      },
    });
  });

  test('serves only the countries it is told to', () => {
    expectDistribution(synthesize({ allowedCountries: ['DE', 'FR'] }), {
      Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Locations: ['DE', 'FR'] } },
    });
  });

  test('tells its address and its bucket', () => {
    const stack = edgeStack(undefined, 'us-east-1');
    const edge = define({}, stack);
    new CfnOutput(stack, 'Address', { value: edge.url });
    new CfnOutput(stack, 'Bucket', { value: edge.staticBucket.bucketName });
    const outputs = Object.values(Template.fromStack(stack).findOutputs('*')) as { Value: unknown }[];
    const address = {
      'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [expect.stringContaining('Distribution'), 'DomainName'] }]],
    };
    const bucket = { Ref: expect.stringContaining('StaticAssets') as string };
    expect(outputs.map((output) => output.Value)).toEqual([address, bucket, address, bucket]);
  });

  test('has no mapping, condition or parameter of its own in its template', () => {
    const template = synthesize({ domain: DOMAIN, waf: true }).toJSON();
    expect(Object.keys(template)).toEqual(['Resources', 'Outputs', 'Parameters', 'Rules']);
    expect(Object.keys(template.Parameters as object)).toEqual(['BootstrapVersion']);
  });

  test('has the same logical ids with other feature flags', () => {
    const flagsOff = Object.fromEntries(
      Object.entries(CDK_CONTEXT).map(([flag, value]) => [flag, typeof value === 'boolean' ? !value : value]),
    );
    const others = edgeStack(testApp({ context: flagsOff }), 'us-east-1');
    define({ domain: DOMAIN, waf: true }, others);
    const types = (template: Template) =>
      Object.entries(template.toJSON().Resources as Record<string, { Type: string }>).map(([id, { Type }]) => [
        id,
        Type,
      ]);
    expect(types(Template.fromStack(others))).toEqual(types(synthesize({ domain: DOMAIN, waf: true })));
  });
});

describe('The origin of Edge', () => {
  test('is HTTP without a domain and HTTPS with one', () => {
    const withProtocol = (policy: string) => ({
      VpcOriginEndpointConfig: Match.objectLike({ OriginProtocolPolicy: policy, OriginSSLProtocols: ['TLSv1.2'] }),
    });
    synthesize().hasResourceProperties('AWS::CloudFront::VpcOrigin', withProtocol('http-only'));
    synthesize({ domain: DOMAIN }).hasResourceProperties('AWS::CloudFront::VpcOrigin', withProtocol('https-only'));
  });

  test.each<[string, string, Partial<EdgeProps>]>([
    ['OriginHttp1', 'shop-http-g1', {}],
    ['OriginHttps1', 'shop-https-g1', { domain: DOMAIN }],
    ['OriginHttp2', 'shop-http-g2', { loadBalancerGeneration: 2 }],
  ])('carries what can change in its id: %s', (id, name, props) => {
    const vpcOrigins = Object.entries(synthesize(props).findResources('AWS::CloudFront::VpcOrigin'));
    expect(vpcOrigins).toEqual([
      [
        expect.stringContaining(id),
        expect.objectContaining({
          Properties: { VpcOriginEndpointConfig: expect.objectContaining({ Name: name }) as object },
        }),
      ],
    ]);
  });

  test('carries no tags, because a changed tag could not be deployed', () => {
    const app = testApp();
    const stack = edgeStack(app, 'us-east-1');
    define({}, stack);
    Tags.of(app).add('team', 'shop');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CloudFront::VpcOrigin', { Tags: Match.absent() });
    template.hasResourceProperties('AWS::CloudFront::Distribution', { Tags: [{ Key: 'team', Value: 'shop' }] });
  });

  test('closes idle connections before the load balancer does', () => {
    expectDistribution(synthesize(), {
      Origins: [
        Match.objectLike({ Id: 'home', VpcOriginConfig: Match.objectLike({ OriginKeepaliveTimeout: 30 }) }),
        Match.objectLike({ Id: 'static' }),
      ],
    });
  });

  test('refers weakly to the load balancer of another region', () => {
    const app = testApp();
    const service = new Stack(app, 'Service', { env: { region: 'eu-west-1' } });
    const resource = new elbv2.CfnLoadBalancer(service, 'Resource', { scheme: 'internal', type: 'application' });
    const loadBalancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(service, 'LoadBalancer', {
      loadBalancerArn: resource.ref,
      loadBalancerDnsName: resource.attrDnsName,
      securityGroupId: 'sg-1',
    });
    const stack = edgeStack(app, 'us-east-1');
    define({ loadBalancer }, stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CloudFront::VpcOrigin', {
      VpcOriginEndpointConfig: Match.objectLike({
        Arn: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Service', Region: 'eu-west-1' }) },
      }),
    });
    expectDistribution(template, {
      Origins: Match.arrayWith([
        Match.objectLike({ DomainName: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Service' }) } }),
      ]),
    });
  });
});

describe('The static files of Edge', () => {
  test('are in a bucket that is encrypted, private, versioned and tidied up', () => {
    synthesize().hasResource('AWS::S3::Bucket', {
      Properties: {
        BucketName: { 'Fn::Join': ['', ['shop-static-g1-', { Ref: 'AWS::AccountId' }, '-us-east-1']] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            Match.objectLike({
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }),
            }),
          ],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
        ObjectLockEnabled: true,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: Match.absent() },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        LifecycleConfiguration: {
          Rules: [
            {
              Status: 'Enabled',
              NoncurrentVersionExpiration: { NoncurrentDays: 30 },
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
            },
          ],
        },
      },
      // A build can make them again.
      DeletionPolicy: 'Delete',
    });
  });

  test('are read by this distribution alone, over TLS', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 's3:GetObject',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:SourceArn': {
                  'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('Distribution') }])],
                },
              },
            },
          }),
        ],
      },
    });
    template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: { Name: 'shop-static', SigningBehavior: 'always', SigningProtocol: 'sigv4' },
    });
    expectDistribution(template, {
      Origins: Match.arrayWith([Match.objectLike({ Id: 'static', OriginAccessControlId: Match.anyValue() })]),
    });
  });

  test('are encrypted with a key that distributions of this account can decrypt with', () => {
    synthesize().hasResource('AWS::KMS::Key', {
      Properties: {
        EnableKeyRotation: true,
        KeyPolicy: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Action: 'kms:Decrypt',
              Principal: { Service: 'cloudfront.amazonaws.com' },
              Condition: {
                ArnLike: {
                  'aws:SourceArn': {
                    'Fn::Join': ['', ['arn:aws:cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/*']],
                  },
                },
              },
            }),
          ]),
        },
      },
      DeletionPolicy: 'Delete',
    });
  });

  test('use the key that is given', () => {
    const stack = edgeStack(undefined, 'us-east-1');
    const encryptionKey = new kms.Key(stack, 'MyKey');
    define({ encryptionKey, waf: true }, stack);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'cloudfront.amazonaws.com' } })]),
      },
    });
  });
});

describe('The domain of Edge', () => {
  test('has a certificate validated through DNS, TLS 1.2 at least, and records for IPv4 and IPv6', () => {
    const template = synthesize({ domain: DOMAIN });
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'www.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'www.example.com', HostedZoneId: 'Z0123456789' }],
    });
    expectDistribution(template, {
      Aliases: ['www.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: Match.anyValue(),
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Type,
        Name: 'www.example.com.',
        HostedZoneId: 'Z0123456789',
        AliasTarget: { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: { 'Fn::GetAtt': Match.anyValue() } },
      });
    }
  });

  test('leaves records alone that are kept elsewhere', () => {
    const template = synthesize({ domain: { ...DOMAIN, createRecords: false } });
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
    expectDistribution(template, { Aliases: ['www.example.com'] });
  });

  test('can be the zone itself, and is the address', () => {
    const edge = define({ domain: { ...DOMAIN, domainName: 'example.com' } });
    expect(edge.url).toBe('https://example.com');
  });
});

describe('The firewall of Edge', () => {
  test('is absent by default', () => {
    synthesize().resourceCountIs('AWS::WAFv2::WebACL', 0);
  });

  test('limits what one address sends and asks the managed rules', () => {
    const template = synthesize({ waf: true });
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Name: 'shop-edge',
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      Rules: [
        Match.objectLike({
          Name: 'RateLimit',
          Priority: 0,
          Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000, EvaluationWindowSec: 300 } },
          Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
        }),
        ...[
          ['IpReputation', 'AWSManagedRulesAmazonIpReputationList'],
          ['KnownBadInputs', 'AWSManagedRulesKnownBadInputsRuleSet'],
          ['Common', 'AWSManagedRulesCommonRuleSet'],
        ].map(([Name, group], index) =>
          Match.objectLike({
            Name,
            Priority: index + 1,
            OverrideAction: { None: {} },
            Statement: { ManagedRuleGroupStatement: Match.objectLike({ VendorName: 'AWS', Name: group }) },
          }),
        ),
      ],
    });
    expectDistribution(template, { WebACLId: { 'Fn::GetAtt': [Match.stringLikeRegexp('WebAcl'), 'Arn'] } });
  });

  test.each([10, 2_000_000_000])('takes a rate limit of %d', (rateLimit) => {
    synthesize({ waf: true, rateLimit }).hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: Match.arrayWith([
        Match.objectLike({ Statement: { RateBasedStatement: Match.objectLike({ Limit: rateLimit }) } }),
      ]),
    });
  });

  test('lets uploads through that the common rules would refuse for their size', () => {
    synthesize({ waf: true }).hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: Match.arrayWith([
        Match.objectLike({
          Name: 'Common',
          Statement: {
            ManagedRuleGroupStatement: Match.objectLike({
              RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
            }),
          },
        }),
      ]),
    });
  });

  test('logs what it blocks and counts, without credentials', () => {
    const template = synthesize({ waf: true });
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }],
      LoggingFilter: Match.objectLike({ DefaultBehavior: 'DROP' }),
      LogDestinationConfigs: [{ 'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('WebAclLog') }])] }],
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: 'aws-waf-logs-shop',
      KmsKeyId: Match.anyValue(),
      RetentionInDays: 365,
    });
  });
});

describe('The log of Edge', () => {
  test('holds every request in an encrypted log group for a year, without query strings and cookies', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/vendedlogs/cloudfront/shop',
      KmsKeyId: Match.anyValue(),
      RetentionInDays: 365,
      ResourcePolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Principal: { Service: 'delivery.logs.amazonaws.com' },
            Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
          }),
        ],
      }),
    });
    template.hasResourceProperties('AWS::Logs::DeliverySource', {
      Name: 'shop-requests',
      LogType: 'ACCESS_LOGS',
      ResourceArn: { 'Fn::Join': ['', Match.arrayWith([':distribution/'])] },
    });
    template.hasResourceProperties('AWS::Logs::DeliveryDestination', {
      DeliveryDestinationType: 'CWL',
      OutputFormat: 'json',
    });
    const [delivery] = Object.values(template.findResources('AWS::Logs::Delivery')) as {
      Properties: { RecordFields: string[] };
    }[];
    expect(delivery?.Properties.RecordFields).toContain('cs-uri-stem');
    expect(delivery?.Properties.RecordFields).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/query|Cookie/)]),
    );
  });

  test('is kept for as long as it is told to, like that of the firewall', () => {
    synthesize({ waf: true, accessLogRetention: logs.RetentionDays.THREE_MONTHS }).resourcePropertiesCountIs(
      'AWS::Logs::LogGroup',
      { RetentionInDays: 90 },
      2,
    );
  });
});
