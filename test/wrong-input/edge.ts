import { Stack } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Unchecked, WrongInput } from './wrong-input';
import { DomainEntry, Edge, type EdgeProps } from '../../lib';
import { testApp, testStack } from '../support/test-app';

const DOMAIN = { domainName: 'www.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789' };

function define(stack: Stack, props: Unchecked<EdgeProps>): Edge {
  const loadBalancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'LoadBalancer', {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/1',
    securityGroupId: 'sg-1',
  });
  return new Edge(stack, 'Edge', { name: 'shop', loadBalancer, ...props } as EdgeProps);
}

function loadBalancerOf(stack: Stack, region: string, id: string): elbv2.IApplicationLoadBalancer {
  return elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, id, {
    loadBalancerArn: `arn:aws:elasticloadbalancing:${region}:111111111111:loadbalancer/app/shop/1`,
    loadBalancerDnsName: `internal-shop.${region}.elb.amazonaws.com`,
    securityGroupId: 'sg-1',
  });
}

/** In front of home in eu-west-1 and of other regions. */
function edgeOf(regions: readonly string[], loadBalancerGeneration?: number): () => unknown {
  return () => {
    const stack = testStack({ env: { region: 'us-east-1' } });
    const otherRegions = regions.map((region, index) => ({
      loadBalancer: loadBalancerOf(stack, region, `Other${index}`),
      loadBalancerGeneration,
    }));
    return define(stack, { otherRegions });
  };
}

function edge(props: Unchecked<EdgeProps>): () => unknown {
  return () => define(testStack({ env: { region: 'us-east-1' } }), props);
}

export const EDGE: readonly WrongInput[] = [
  {
    wrong: 'a domain by itself that is none',
    make: () =>
      new DomainEntry(testStack({ env: { region: 'us-east-1' } }), 'Domain', {
        domain: { domainName: 'www.example.com.', zoneName: 'example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
      }),
    error: [
      'Test/Domain:',
      '  - domain.domainName must be a lower-case domain name of at most 64 characters, got "www.example.com."; write it as www.example.com, without https:// and without a dot at the end',
      '  - domain.domainName must be in the zone "example.com", got "www.example.com."; name the zone that holds it in zoneName and hostedZoneId',
    ],
  },
  {
    wrong: 'everything at once',
    make: edge({
      name: 'Shop',
      loadBalancerGeneration: 0,
      domain: { domainName: 'https://example.com', zoneName: 'example.com', hostedZoneId: 'example' },
      staticPath: 'static/*',
      cachedPaths: ['images', '/feed'],
      waf: true,
      rateLimit: 9,
      allowedCountries: ['Germany'],
      accessLogRetention: 31,
    }),
    error: [
      'Test/Edge:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - loadBalancerGeneration must be a whole number between 1 and 99, got 0; start at 1 and add 1 when the load balancer is replaced',
      '  - domain.domainName must be a lower-case domain name of at most 64 characters, got "https://example.com"; write it as www.example.com, without https:// and without a dot at the end',
      '  - domain.hostedZoneId must be the id of a hosted zone, got "example"; find it with: aws route53 list-hosted-zones',
      '  - domain.domainName must be in the zone "example.com", got "https://example.com"; name the zone that holds it in zoneName and hostedZoneId',
      '  - staticPath must start with a slash and end in /*, with at least one name between them and at most 255 characters, got "static/*"; use one such as /static/*',
      '  - cachedPaths[0] must start with a slash and hold at most 255 characters that a path can have, * standing for any of them, got "images"; write it as /images/*',
      '  - rateLimit must be a whole number between 10 and 2000000000, got 9; WAF counts the requests of one address in any five minutes',
      '  - allowedCountries[0] must be a two-letter code of ISO 3166-1 in capitals, got "Germany"; write it as DE, and the United Kingdom as GB',
      '  - accessLogRetention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, 9999, got 31; use a constant of logs.RetentionDays',
    ],
  },
  {
    wrong: 'another region',
    make: () => define(testStack(), {}),
    error:
      'Test/Edge: region must be us-east-1, where CloudFront takes certificates and web ACLs from, got "eu-west-1"; define Edge in a stack of its own with env.region set to us-east-1',
  },
  {
    wrong: 'a region that is not known at synthesis',
    make: () => define(new Stack(testApp(), 'Test'), {}),
    error:
      'Test/Edge: region must be us-east-1, where CloudFront takes certificates and web ACLs from, got none that is known at synthesis; define Edge in a stack of its own with env.region set to us-east-1',
  },
  {
    wrong: 'a domain outside its zone',
    make: edge({ domain: { ...DOMAIN, domainName: 'www.myexample.com' } }),
    error:
      'Test/Edge: domain.domainName must be in the zone "example.com", got "www.myexample.com"; name the zone that holds it in zoneName and hostedZoneId',
  },
  {
    wrong: 'a domain without a hosted zone',
    make: edge({ domain: { domainName: 'www.example.com', zoneName: 'example.com' } }),
    error:
      'Test/Edge: domain.hostedZoneId must be given, got undefined; a domain needs the public hosted zone that holds it, as it is never looked up',
  },
  {
    wrong: 'a domain longer than a certificate takes',
    make: edge({ domain: { ...DOMAIN, domainName: `${'w'.repeat(53)}.example.com` } }),
    error:
      'Test/Edge: domain.domainName must be a lower-case domain name of at most 64 characters, got "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww.example.com"; write it as www.example.com, without https:// and without a dot at the end',
  },
  {
    wrong: 'a domain and a zone with a dot at the end',
    make: edge({ domain: { ...DOMAIN, domainName: 'example.com.', zoneName: 'example.com.' } }),
    error: [
      'Test/Edge:',
      '  - domain.domainName must be a lower-case domain name of at most 64 characters, got "example.com."; write it as www.example.com, without https:// and without a dot at the end',
      '  - domain.zoneName must be a lower-case domain name of at most 255 characters, got "example.com."; write it as example.com, without a dot at the end',
    ],
  },
  {
    wrong: 'records as text',
    make: edge({ domain: { ...DOMAIN, createRecords: 'no' } }),
    error: 'Test/Edge: domain.createRecords must be true or false, got "no"; write true or false, without quotes',
  },
  {
    wrong: 'a static path that is everything',
    make: edge({ staticPath: '/*' }),
    error:
      'Test/Edge: staticPath must start with a slash and end in /*, with at least one name between them and at most 255 characters, got "/*"; use one such as /static/*',
  },
  {
    wrong: 'a static path that is too long',
    make: edge({ staticPath: `/${'s'.repeat(253)}/*` }),
    error:
      'Test/Edge: staticPath must start with a slash and end in /*, with at least one name between them and at most 255 characters, got "/sssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss/*"; use one such as /static/*',
  },
  {
    wrong: 'a cached path with a space',
    make: edge({ cachedPaths: ['/feed of news'] }),
    error:
      'Test/Edge: cachedPaths[0] must start with a slash and hold at most 255 characters that a path can have, * standing for any of them, got "/feed of news"; write it as /images/*',
  },
  {
    wrong: 'a cached path that is no list',
    make: edge({ cachedPaths: '/feed' }),
    error: 'Test/Edge: cachedPaths must be a list, got "/feed"; put it in square brackets',
  },
  {
    wrong: 'a path that is cached twice',
    make: edge({ cachedPaths: ['/static/*', '/feed', '/feed'] }),
    error: 'Test/Edge: staticPath and cachedPaths must not repeat a path, got /static/*, /feed; name each path once',
  },
  {
    wrong: 'more cached paths than a distribution has room for',
    make: edge({ cachedPaths: Array.from({ length: 21 }, (_, index) => `/path-${index}`) }),
    error: 'Test/Edge: cachedPaths must hold at most 20 paths, got 21; join paths with a *',
  },
  {
    wrong: 'a rate limit that WAF does not know',
    make: edge({ waf: true, rateLimit: 2_000_000_001 }),
    error:
      'Test/Edge: rateLimit must be a whole number between 10 and 2000000000, got 2000000001; WAF counts the requests of one address in any five minutes',
  },
  {
    wrong: 'a rate limit without a firewall',
    make: edge({ rateLimit: 500 }),
    error: 'Test/Edge: rateLimit must not be set without waf, got 500; set waf to true, or leave rateLimit out',
  },
  {
    wrong: 'a firewall as text',
    make: edge({ waf: 'false' }),
    error: 'Test/Edge: waf must be true or false, got "false"; write true or false, without quotes',
  },
  {
    wrong: 'no country',
    make: edge({ allowedCountries: [] }),
    error: 'Test/Edge: allowedCountries must name at least one country, got none; leave it out to serve every country',
  },
  {
    wrong: 'a country in small letters',
    make: edge({ allowedCountries: ['de'] }),
    error:
      'Test/Edge: allowedCountries[0] must be a two-letter code of ISO 3166-1 in capitals, got "de"; write it as DE, and the United Kingdom as GB',
  },
  {
    wrong: 'a price class that does not exist',
    make: edge({ priceClass: 'PriceClass_50' }),
    error:
      'Test/Edge: priceClass must be one of PriceClass_100, PriceClass_200, PriceClass_All, got "PriceClass_50"; use a constant of cloudfront.PriceClass',
  },
  {
    wrong: 'a retention that logs do not have',
    make: edge({ accessLogRetention: 42 }),
    error:
      'Test/Edge: accessLogRetention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, 9999, got 42; use a constant of logs.RetentionDays',
  },
  {
    wrong: 'a key of another region',
    make: () => {
      const stack = testStack({ env: { region: 'us-east-1' } });
      const arn = 'arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000';
      define(stack, { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', arn) });
    },
    error: 'Test/Edge: encryptionKey must be in us-east-1, got one in eu-west-1; leave it out for a new one',
  },
  {
    wrong: 'other regions that are no list',
    make: edge({ otherRegions: 'us-east-1' }),
    error: 'Test/Edge: otherRegions must be a list, got "us-east-1"; put it in square brackets',
  },
  {
    wrong: 'more regions than a routing value holds',
    make: edgeOf(['us-east-1', 'us-west-2', 'ap-northeast-1', 'sa-east-1', 'ap-southeast-2', 'af-south-1']),
    error: 'Test/Edge: otherRegions must hold at most 5 regions, got 6; leave out those with the fewest viewers',
  },
  {
    wrong: 'a region twice, and home among the others',
    make: edgeOf(['us-east-1', 'us-east-1', 'eu-west-1']),
    error:
      'Test/Edge: loadBalancer and otherRegions must not repeat a region, got us-east-1, eu-west-1; give each region one load balancer',
  },
  {
    wrong: 'a region whose place is not known, and a generation that is none',
    make: edgeOf(['cn-north-1'], 0),
    error: [
      'Test/Edge:',
      '  - otherRegions[0].loadBalancer.env.region must be one of af-south-1, ap-east-1, ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-south-2, ap-southeast-1, ap-southeast-2, ap-southeast-3, ap-southeast-4, ca-central-1, ca-west-1, eu-central-1, eu-central-2, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-2, eu-west-3, il-central-1, me-central-1, me-south-1, sa-east-1, us-east-1, us-east-2, us-west-1, us-west-2, got "cn-north-1"; put the load balancer into a stack of one of these',
      '  - otherRegions[0].loadBalancerGeneration must be a whole number between 1 and 99, got 0; start at 1 and add 1 when the load balancer is replaced',
    ],
  },
  {
    wrong: 'regions that are not known at synthesis',
    make: () => {
      const app = testApp();
      const [home, other] = ['Home', 'Other'].map((id) => {
        const stack = new Stack(app, id);
        return loadBalancerOf(stack, stack.region, 'LoadBalancer');
      });
      const stack = testStack({ env: { region: 'us-east-1' } }, app);
      return define(stack, { loadBalancer: home, otherRegions: [{ loadBalancer: other }] });
    },
    error: [
      'Test/Edge:',
      '  - loadBalancer must be in a region that is known at synthesis, got none; set env.region of its stack',
      '  - otherRegions[0].loadBalancer must be in a region that is known at synthesis, got none; set env.region of its stack',
    ],
  },
];
