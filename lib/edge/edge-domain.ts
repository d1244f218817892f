import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { check, matches, refuse, shown, trueOrFalse, type Rule } from '../private/validate';

/**
 * A domain of one's own, in a public hosted zone of the same account. The zone is named by id, never looked up, so that
 * synthesis needs no credentials.
 */
export interface EdgeDomain {
  /** Name that users type, such as `www.example.com` or `example.com`: lower case, at most 64 characters. */
  readonly domainName: string;

  /** Id of the public hosted zone that holds it, such as `Z0123456789ABCDEFGHIJ`. */
  readonly hostedZoneId: string;

  /** Name of that zone, such as `example.com`, without a dot at the end. */
  readonly zoneName: string;

  /**
   * Whether the records that lead the domain to the distribution are created. Without them the distribution is ready to answer
   * for the domain, and gets no traffic until records that exist elsewhere are changed: a record cannot be created beside one
   * with the same name.
   *
   * @default true
   */
  readonly createRecords?: boolean;
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN = new RegExp(`^(?=.{4,64}$)(?:${LABEL}\\.)+${LABEL}$`);
const ZONE = new RegExp(`^(?=.{1,255}$)(?:${LABEL}\\.)*${LABEL}$`);

/** What a domain has to be, for `check()`. */
export function domainRules(domain: EdgeDomain | undefined): Rule[] {
  if (!domain) return [];
  const { domainName, hostedZoneId, zoneName } = domain;
  const unresolved = Token.isUnresolved(domainName) || Token.isUnresolved(zoneName);
  const isInZone = domainName === zoneName || String(domainName).endsWith(`.${zoneName}`);
  return [
    ...Object.entries({ domainName, hostedZoneId, zoneName }).map(([property, value]) =>
      refuse(
        value === undefined,
        `domain.${property} must be given, got undefined; a domain needs the public hosted zone that holds it, as it is never looked up`,
      ),
    ),
    matches(
      'domain.domainName',
      domainName,
      DOMAIN,
      'be a lower-case domain name of at most 64 characters',
      'write it as www.example.com, without https:// and without a dot at the end',
    ),
    matches(
      'domain.hostedZoneId',
      hostedZoneId,
      /^Z[A-Z0-9]{5,31}$/,
      'be the id of a hosted zone',
      'find it with: aws route53 list-hosted-zones',
    ),
    matches(
      'domain.zoneName',
      zoneName,
      ZONE,
      'be a lower-case domain name of at most 255 characters',
      'write it as example.com, without a dot at the end',
    ),
    trueOrFalse('domain.createRecords', domain.createRecords),
    refuse(
      domainName !== undefined && zoneName !== undefined && !unresolved && !isInZone,
      `domain.domainName must be in the zone ${shown(zoneName)}, got ${shown(domainName)}; name the zone that holds it in zoneName and hostedZoneId`,
    ),
  ];
}

/** Properties for defining a DomainEntry. */
export interface DomainEntryProps {
  /** The domain. */
  readonly domain: EdgeDomain;
}

/** The certificate of a domain in us-east-1, validated through DNS, and the records that lead to a distribution. */
export class DomainEntry extends Construct {
  /** Certificate that viewers see. It renews itself as long as its validation record stays in the zone. */
  public readonly certificate: acm.Certificate;
  private readonly zone: route53.IHostedZone;
  private readonly domainName: string;
  private readonly createsRecords: boolean;

  constructor(scope: Construct, id: string, props: DomainEntryProps) {
    super(scope, id);
    const { domain } = props;
    check(this, ...domainRules(domain));
    this.domainName = domain.domainName;
    this.createsRecords = domain.createRecords ?? true;
    this.zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZoneId,
      zoneName: domain.zoneName,
    });
    this.certificate = new acm.Certificate(this, 'Certificate', {
      domainName: domain.domainName,
      validation: acm.CertificateValidation.fromDns(this.zone),
    });
  }

  /** Leads the domain to a distribution, over IPv4 and IPv6, unless its records are kept elsewhere. */
  public pointTo(distribution: cloudfront.IDistribution): void {
    if (!this.createsRecords) return;
    // Not the L2's own target: it adds a mapping to the template, which diffs cannot see through.
    const target: route53.IAliasRecordTarget = {
      bind: () => ({
        dnsName: distribution.distributionDomainName,
        hostedZoneId: CloudFrontTarget.CLOUDFRONT_ZONE_ID,
      }),
    };
    const record = {
      zone: this.zone,
      recordName: `${this.domainName}.`,
      target: route53.RecordTarget.fromAlias(target),
    };
    new route53.ARecord(this, 'Ipv4', record);
    new route53.AaaaRecord(this, 'Ipv6', record);
  }
}
