import { Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { Edge, Monitoring } from 'zero-to-millions';

/** The entry of a shop whose services run on EC2 in Frankfurt, behind an internal load balancer of another team. */
export class StorefrontStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    const loadBalancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(this, 'LoadBalancer', {
      loadBalancerArn:
        'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/storefront/50dc6c495c0c9188',
      loadBalancerDnsName: 'internal-storefront-1234567890.eu-central-1.elb.amazonaws.com',
      securityGroupId: 'sg-0e000000000000001',
    });
    const edge = new Edge(this, 'Edge', {
      name: 'storefront',
      loadBalancer,
      domain: {
        domainName: 'www.example.com',
        hostedZoneId: 'Z0123456789ABCDEFGHIJ',
        zoneName: 'example.com',
      },
      cachedPaths: ['/images/*', '/catalogue/*'],
      waf: true,
    });

    // Alarms of CloudFront are in us-east-1, too.
    const monitoring = new Monitoring(this, 'Monitoring', { name: 'storefront' });
    edge.monitor(monitoring);
    monitoring.showOn(new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: 'storefront' }));
  }
}
