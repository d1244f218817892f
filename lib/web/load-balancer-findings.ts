import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { acknowledge, compliance } from '../private/acknowledge';

/** What rules ask of a load balancer that the internet can reach, and that does not apply to one behind CloudFront alone. */
export function acknowledgeLoadBalancerFindings(
  loadBalancer: elbv2.ApplicationLoadBalancer,
  listener: elbv2.IApplicationListener,
  options: { readonly accessLogs?: s3.IBucket; readonly certificate?: acm.ICertificate },
): void {
  acknowledge(
    loadBalancer,
    'Only CloudFront can connect, so a web ACL belongs to the distribution, where it also covers what is served from the cache.',
    ...compliance('ALBWAFEnabled', 'HIPAA.Security'),
  );
  if (!options.accessLogs) {
    acknowledge(
      loadBalancer,
      'Only CloudFront can connect, and it logs every request. Load balancers can write logs only to buckets without a KMS key.',
      'AwsSolutions::AwsSolutions-ELB2',
      'cdk-validator-cfnguard::elbv2_logging_enabled_check',
      ...compliance('ELBLoggingEnabled'),
    );
  }
  if (!options.certificate) {
    acknowledge(
      listener,
      'Without a domain there is no certificate that CloudFront would accept. Viewers use HTTPS; the last leg, from CloudFront into the VPC, stays in the network of AWS.',
      'cdk-validator-cfnguard::alb_http_to_https_redirection_check',
      ...compliance('ALBHttpToHttpsRedirection'),
      ...compliance('ELBv2ACMCertificateRequired', 'NIST.800.53.R4'),
    );
  }
}
