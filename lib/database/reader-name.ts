import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

/** Properties of a ReaderName. */
export interface ReaderNameProps {
  /** Where the name is known. */
  readonly vpc: ec2.IVpc;
  /** Physical name of the database; the zone is named after it. */
  readonly databaseIdentifier: string;
  /** Answers as long as there is no replica. */
  readonly primaryHost: string;
}

/**
 * One name that answers for all replicas, in turn: weighted records of a private zone. Weighted from the first day, because
 * a simple record of the same name could not become one of them.
 *
 * The record of the primary has weight 0 for ever: Route 53 answers with it only as long as every record has that weight, which is
 * as long as there is no replica. So adding a replica changes no record that is there
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html).
 */
export class ReaderName extends Construct {
  /** The name itself. Always literal. */
  public readonly host: string;
  private readonly zone: route53.PrivateHostedZone;

  constructor(scope: Construct, id: string, props: ReaderNameProps) {
    super(scope, id);
    const zoneName = `${props.databaseIdentifier}.internal`;
    this.host = `reader.${zoneName}`;
    this.zone = new route53.PrivateHostedZone(this, 'Zone', { zoneName, vpc: props.vpc });
    this.addRecord(this, 'primary', props.primaryHost, 0);
  }

  /** Adds the record of a replica below the replica, with which it goes. */
  public addReplica(replica: Construct, host: string): void {
    this.addRecord(replica, replica.node.id.toLowerCase(), host, 1);
  }

  private addRecord(parent: Construct, setIdentifier: string, host: string, weight: number): void {
    new route53.CnameRecord(parent, 'ReaderRecord', {
      zone: this.zone,
      recordName: 'reader',
      domainName: host,
      setIdentifier,
      weight,
      ttl: Duration.seconds(5),
    });
  }
}
