import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { acknowledge } from '../private/acknowledge';

/** What of a distribution decides which findings there are. */
interface Choices {
  readonly domain?: unknown;
  readonly waf?: boolean;
  readonly allowedCountries?: readonly string[];
  readonly otherRegions?: readonly unknown[];
}

/** Acknowledges what rule packs find in a distribution, and only what they find with these choices. */
export function acknowledgeDistribution(distribution: cloudfront.Distribution, choices: Choices): void {
  const resource = distribution.node.defaultChild ?? distribution;
  acknowledge(
    resource,
    'Every request is logged by standard logging v2, an AWS::Logs::Delivery of this stack. The legacy way, which the rule looks for, needs a bucket with access control lists.',
    'AwsSolutions::AwsSolutions-CFR3',
    'cdk-validator-cfnguard::cloudfront_access_logs_enabled_check',
  );
  acknowledge(
    resource,
    'The service answers / itself: a root object would be asked for in its place.',
    'cdk-validator-cfnguard::cloudfront_default_root_object_configured_check',
  );
  acknowledge(
    resource,
    choices.otherRegions?.length
      ? 'The function for requests makes an origin group of two regions for each read. One of the distribution would allow only GET, HEAD and OPTIONS.'
      : 'The one load balancer spans Availability Zones. An origin group would allow only GET, HEAD and OPTIONS.',
    'cdk-validator-cfnguard::cloudfront_origin_failover_enabled_check',
  );
  if (!choices.allowedCountries) {
    acknowledge(resource, 'Serves every country unless allowedCountries is set.', 'AwsSolutions::AwsSolutions-CFR1');
  }
  if (!choices.waf) {
    acknowledge(resource, 'The firewall is an option: property waf.', 'AwsSolutions::AwsSolutions-CFR2');
  }
  if (!choices.domain) {
    acknowledge(
      resource,
      'Without a domain viewers see the certificate of cloudfront.net, whose protocols cannot be chosen; with property domain it is TLS 1.2 at least.',
      'AwsSolutions::AwsSolutions-CFR4',
      'cdk-validator-cfnguard::cloudfront_custom_ssl_certificate_check',
      'cdk-validator-cfnguard::cloudfront_sni_enabled_check',
      'cdk-validator-cfnguard::cloudfront_security_policy_check',
    );
  }
}
