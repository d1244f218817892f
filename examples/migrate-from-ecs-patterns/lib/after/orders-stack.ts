import { Stack, type StackProps } from 'aws-cdk-lib';
import {
  ApplicationLoadBalancedServiceRecordType as RecordType,
  type ApplicationLoadBalancedFargateService,
} from 'aws-cdk-lib/aws-ecs-patterns';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget, LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { createFormerService } from '../before/former-service';
import { createDatabase, DOMAIN, importVpc, importZone } from '../surroundings';

export interface OrdersStackProps extends StackProps {
  /** Whether the service of aws-ecs-patterns is still there. */
  readonly keepsFormerService: boolean;
  /** Domain name of the distribution that users are sent to. Until there is one, they are sent to the former service. */
  readonly distribution?: string;
}

/**
 * Name that aws-ecs-patterns gave the record within the template (`npx cdk synth -c step=before`). As long as a record has the
 * same one, CloudFormation changes it in place; one with another name could not be created beside it.
 */
const RECORD_LOGICAL_ID = 'ServiceDNS57754DD9';

/** The stack that was there before, until it holds the database and the record alone. */
export class OrdersStack extends Stack {
  public readonly vpc: ec2.IVpc;
  public readonly database: rds.DatabaseInstance;

  constructor(scope: Construct, id: string, props: OrdersStackProps) {
    super(scope, id, props);
    this.vpc = importVpc(this);
    this.database = createDatabase(this, this.vpc);
    const zone = importZone(this);
    const former = props.keepsFormerService
      ? createFormerService(this, { vpc: this.vpc, database: this.database, zone, recordType: RecordType.NONE })
      : undefined;
    const target = props.distribution ? toDistribution(props.distribution) : former && toLoadBalancer(former);
    if (!target) throw new Error('the former service can go once users are sent to the distribution');
    const record = new route53.ARecord(this, 'Record', {
      zone,
      recordName: DOMAIN.domainName,
      target: route53.RecordTarget.fromAlias(target),
    });
    (record.node.defaultChild as route53.CfnRecordSet).overrideLogicalId(RECORD_LOGICAL_ID);
  }
}

function toLoadBalancer(service: ApplicationLoadBalancedFargateService): route53.IAliasRecordTarget {
  return new LoadBalancerTarget(service.loadBalancer);
}

/** By its name and not by reference: the distribution needs this stack, so this stack cannot need the distribution. */
function toDistribution(dnsName: string): route53.IAliasRecordTarget {
  return { bind: () => ({ dnsName, hostedZoneId: CloudFrontTarget.CLOUDFRONT_ZONE_ID }) };
}
