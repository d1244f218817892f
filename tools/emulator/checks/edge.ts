import { GetDistributionConfigCommand, GetOriginAccessControlCommand } from '@aws-sdk/client-cloudfront';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import { GetWebACLCommand } from '@aws-sdk/client-wafv2';
import { checkOnce, differs, unless } from '../check';
import type { Deployment } from '../deployment';

const CONTROL = 'AWS::CloudFront::OriginAccessControl';

/** From the distribution to what it serves. */
export const EDGE_CHECKS = [
  checkOnce(
    'the distribution sends requests to the load balancer, through the origin that belongs to it',
    async (deployment) => {
      const { origins, config } = await distributionOf(deployment);
      const home = origins.find(({ Id }) => Id === config.DefaultCacheBehavior?.TargetOriginId);
      const balancer = deployment.one('AWS::ElasticLoadBalancingV2::LoadBalancer').physicalId;
      const { LoadBalancers: found = [] } = await deployment.home.elb.send(
        new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancer] }),
      );
      // The emulator knows no origins in a network: the template says which ones, and where they lead.
      return [
        ...differs('the address', home?.DomainName, found[0]?.DNSName),
        ...deployment.some('AWS::CloudFront::VpcOrigin').flatMap((origin) => {
          const endpoint = JSON.stringify(origin.properties.VpcOriginEndpointConfig);
          return [
            ...unless(endpoint.includes('PublishOutputRefLoadBalancer'), `${origin.path} leads to ${endpoint}`),
            ...unless(templateOf(deployment).includes(`["${origin.logicalId}","Id"]`), `nothing uses ${origin.path}`),
          ];
        }),
      ];
    },
  ),

  checkOnce('the distribution alone reads static files, from a bucket that exists', async (deployment) => {
    const { cloudfront, origins } = await distributionOf(deployment);
    const home = origins.find(({ Id }) => Id === 'static');
    const bucket = deployment.at('AWS::S3::Bucket', '/StaticAssets/Bucket/Bucket');
    const distribution = deployment.one('AWS::CloudFront::Distribution').physicalId;
    const { Policy: policy = '' } = await deployment
      .in(bucket.region)
      .s3.send(new GetBucketPolicyCommand({ Bucket: bucket.physicalId }));
    const control = await cloudfront
      .send(new GetOriginAccessControlCommand({ Id: deployment.one(CONTROL).physicalId }))
      .catch(() => undefined);
    return [
      // The emulator does not show again what signs requests to a bucket.
      ...unless(
        templateOf(deployment).includes(`["${deployment.one(CONTROL).logicalId}","Id"]`),
        'no origin of the distribution has the access control',
      ),
      ...unless(home?.DomainName?.startsWith(`${bucket.physicalId}.s3.`) ?? false, `the origin is ${home?.DomainName}`),
      ...differs(
        'the kind of signature',
        control?.OriginAccessControl?.OriginAccessControlConfig?.SigningBehavior,
        'always',
      ),
      ...unless(
        policy.includes(`:distribution/${distribution}`) && policy.includes('cloudfront.amazonaws.com'),
        `the policy of ${bucket.physicalId} does not let the distribution in`,
      ),
    ];
  }),

  checkOnce('the firewall stands before the distribution, and none where none is defined', async (deployment) => {
    const { config } = await distributionOf(deployment);
    if (deployment.all('AWS::WAFv2::WebACL').length === 0) return differs('the firewall', config.WebACLId ?? '', '');
    const acl = deployment.one('AWS::WAFv2::WebACL');
    const [name = '', id = '', scope = 'CLOUDFRONT'] = acl.physicalId.split('|');
    const { WebACL: found } = await deployment
      .in(acl.region)
      .waf.send(new GetWebACLCommand({ Name: name, Id: id, Scope: scope === 'REGIONAL' ? 'REGIONAL' : 'CLOUDFRONT' }));
    return [
      ...differs('the firewall', config.WebACLId, found?.ARN),
      ...unless((found?.Rules?.length ?? 0) >= 4, `the firewall has ${found?.Rules?.length} rules`),
    ];
  }),
];

async function distributionOf(deployment: Deployment) {
  const { physicalId, region } = deployment.one('AWS::CloudFront::Distribution');
  const { cloudfront } = deployment.in(region);
  const { DistributionConfig: config } = await cloudfront.send(new GetDistributionConfigCommand({ Id: physicalId }));
  if (!config) throw new Error(`no distribution ${physicalId}`);
  return { cloudfront, config, origins: config.Origins?.Items ?? [] };
}

function templateOf(deployment: Deployment): string {
  return JSON.stringify(deployment.one('AWS::CloudFront::Distribution').properties);
}
