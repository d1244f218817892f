import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as globalaccelerator from 'aws-cdk-lib/aws-globalaccelerator';
import { Construct } from 'constructs';
import { MAX_REGIONS } from '../contract/region-plan';
import { acknowledge } from '../private/acknowledge';
import { nameRule } from '../private/names';
import { check, items, listRule, refuse, shown, type Rule } from '../private/validate';
import type { ILoadBalancer } from '../web';

/** Properties for defining a GlobalEntry. */
export interface GlobalEntryProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the accelerator's name. */
  readonly name: string;

  /** The load balancer of each region, 1 to 6, which listen for HTTPS. */
  readonly loadBalancers: ILoadBalancer[];
}

/**
 * A way in for those who cannot have CloudFront: a Global Accelerator with two addresses that never change, in front of the internal load
 * balancers of all regions. Viewers are led to the nearest region that is healthy. **It is a second public way in**: past the
 * firewall, the cache, the request log and the choice of regions of an Edge. That is said as a warning, `zero-to-millions:region/SecondPublicEntry`, which
 * whoever means it acknowledges: `Validations.of(entry).acknowledge({ id: 'Annotation::zero-to-millions:region/SecondPublicEntry', reason })`.
 * `cdk synth --strict` fails until then.
 *
 * Give each load balancer a GlobalEntryAccess in its own region; without it nobody gets through. Clients keep their addresses, so that the
 * security group has to let all of the internet in, although only the accelerator can reach a load balancer without a public address; its
 * VPC needs an internet gateway, through which nothing is routed
 * (https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html).
 *
 * Traffic is moved with the dial of a region, in steps of 1 %: `aws globalaccelerator update-endpoint-group --traffic-dial-percentage`. The
 * dial is run-time state and in no template: a deployment that leaves an endpoint group alone leaves its dial alone. **One that
 * changes an endpoint group, by another load balancer, may turn its dial to 100**, which is what CloudFormation documents for a template
 * without one (not verified on AWS): replace no load balancer during an evacuation. Nothing sends writes to the region that accepts them:
 * only one region at a time may have a dial above 0, unless services send them there.
 *
 * **Cost**: 18 dollars a month, and 0.015 dollars or more for each gigabyte, by where it goes (list price). Holds no state but the addresses: they are
 * lost with the accelerator.
 */
export class GlobalEntry extends Construct {
  /** Host name of the accelerator, for an alias or CNAME record of the domain that the certificates are for. */
  public readonly dnsName: string;
  /** The accelerator itself. */
  public readonly accelerator: globalaccelerator.Accelerator;

  constructor(scope: Construct, id: string, props: GlobalEntryProps) {
    super(scope, id);
    check(this, nameRule(props.name), ...loadBalancerRules(props.loadBalancers));

    Annotations.of(this).addWarningV2(
      'zero-to-millions:region/SecondPublicEntry',
      'this is a second public way in, past the firewall and the log of the edge; acknowledge this warning if that is meant, or use Edge alone',
    );
    this.accelerator = new globalaccelerator.Accelerator(this, 'Accelerator', {
      acceleratorName: `${props.name}-entry`,
      ipAddressType: globalaccelerator.IpAddressType.IPV4,
    });
    this.dnsName = this.accelerator.dnsName;
    const listener = this.accelerator.addListener('Listener', {
      listenerName: `${props.name}-https`,
      portRanges: [{ fromPort: 443 }],
      protocol: globalaccelerator.ConnectionProtocol.TCP,
      // Viewers whom two regions are near to stay with one of them.
      clientAffinity: globalaccelerator.ClientAffinity.SOURCE_IP,
    });
    const regions = new Construct(this, 'Regions');
    for (const loadBalancer of props.loadBalancers) {
      const { region } = Stack.of(loadBalancer);
      new globalaccelerator.EndpointGroup(regions, region, {
        listener,
        region,
        // Without a dial, which nobody could turn otherwise. Whether a load balancer is healthy it says itself.
        endpoints: [
          new globalaccelerator.RawEndpoint({ endpointId: loadBalancer.arn, preserveClientIp: true, region }),
        ],
      });
    }
  }
}

/** Properties for defining a GlobalEntryAccess. */
export interface GlobalEntryAccessProps {
  /** The load balancer of the region, which listens for HTTPS. */
  readonly loadBalancer: ILoadBalancer;
}

/**
 * Lets viewers through to the internal load balancer of a region whom a GlobalEntry sends. Define it in a stack of that region.
 *
 * Defines one rule of the load balancer's security group: HTTPS from everywhere. The load balancer has no public address, so that "everywhere"
 * is who comes through an accelerator of this account, and who is in the network already. Remove it with the GlobalEntry.
 *
 * **Cost**: none. Holds no state.
 */
export class GlobalEntryAccess extends Construct {
  constructor(scope: Construct, id: string, props: GlobalEntryAccessProps) {
    super(scope, id);
    const { loadBalancer } = props;
    check(
      this,
      httpsRule('loadBalancer', loadBalancer),
      refuse(
        Stack.of(loadBalancer).region !== Stack.of(this).region,
        `loadBalancer must be in the region of the stack, got one in ${Stack.of(loadBalancer).region}; define this there`,
      ),
    );

    const ingress = new ec2.CfnSecurityGroupIngress(this, 'Ingress', {
      groupId: loadBalancer.securityGroup.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrIp: '0.0.0.0/0',
      description: 'Viewers, through Global Accelerator',
    });
    acknowledge(
      ingress,
      'A second public way in, beside CloudFront, is what a GlobalEntry is for. Global Accelerator keeps the addresses of clients, and nobody else can reach the internal load balancer from outside.',
      'AwsSolutions::AwsSolutions-EC23',
    );
  }
}

function loadBalancerRules(loadBalancers: readonly ILoadBalancer[] | undefined): Rule[] {
  const given = items(loadBalancers);
  const regions = given.map((loadBalancer) => Stack.of(loadBalancer).region);
  const repeated = regions.find((region, index) => regions.indexOf(region) !== index);
  return [
    listRule('loadBalancers', loadBalancers),
    refuse(
      given.length < 1 || given.length > MAX_REGIONS,
      `loadBalancers must hold 1 to ${MAX_REGIONS} load balancers, got ${shown(given.length)}; name that of each region`,
    ),
    refuse(
      regions.some((region) => Token.isUnresolved(region)),
      'loadBalancers must be in regions that are known at synthesis, got a token; set env.region of their stacks',
    ),
    refuse(
      repeated !== undefined,
      `loadBalancers must be one for each region, got two in ${repeated}; a region has one endpoint group`,
    ),
    ...given.map((loadBalancer, index) => httpsRule(`loadBalancers[${index}]`, loadBalancer)),
  ];
}

/** From the internet nobody may speak HTTP: what the load balancer has without a certificate never leaves the network of AWS. */
function httpsRule(property: string, { protocol }: ILoadBalancer): Rule {
  return refuse(
    protocol !== elbv2.ApplicationProtocol.HTTPS,
    `${property} must listen for HTTPS, got HTTP; give it the certificate of the domain`,
  );
}
